import { Fragment, type JSX } from 'preact';

/** A claim code in its four groups: wraps between them, and is selected as one. */
export function ClaimCode({ code }: { code: string }): JSX.Element {
  const groups = code.split('-');
  return (
    <code class="claim-code" translate={false}>
      {groups.map((group, i) => (
        <Fragment key={`${i}${group}`}>
          <span class="group">
            {group}
            {i < groups.length - 1 && <span class="dash">-</span>}
          </span>
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
