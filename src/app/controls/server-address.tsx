import { Fragment, type JSX } from 'preact';

/** An address, which may break after its slashes and dots but not inside a name. */
export function ServerAddress({ address }: { address: string }): JSX.Element {
  const parts = address.split(/(?<=[/.])(?=[^/])/);
  return (
    <span class="mono address" translate={false}>
      {parts.map((part, i) => (
        <Fragment key={`${i}${part}`}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}
