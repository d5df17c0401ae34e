#!/usr/bin/perl
# What a test needs of the kernel and Node has no call for. With nothing but what every Linux has: Perl without modules of
# its own.
#
#   pseudo-terminal.pl open       opens a pseudo-terminal and prints its path. Then stdin takes frames of a letter, a length
#                                 (32 bits, big-endian) and so many bytes: `w` writes them to the terminal's other end;
#                                 `r` (whose length is not followed by bytes) lets so many more bytes be read from there,
#                                 which come out of stdout; `f` (as well) takes nothing more from there if its length is
#                                 not 0, not even into the terminal, and goes on if it is. It ends with stdin, and the
#                                 terminal with it.
#   pseudo-terminal.pl announce HEX   sends a message to all that listen for devices that come and go.
use strict;
use warnings;
use Fcntl qw(O_RDWR O_NOCTTY O_NONBLOCK);
use POSIX ();

# Numbers of Linux: <asm-generic/ioctls.h>, <linux/netlink.h>.
my ($TIOCGPTN, $TIOCSPTLCK) = (0x80045430, 0x40045431);
my ($AF_NETLINK, $SOCK_RAW, $NETLINK_KOBJECT_UEVENT, $GROUP_UDEV) = (16, 3, 15, 2);

if ($ARGV[0] eq 'announce') {
  socket(my $socket, $AF_NETLINK, $SOCK_RAW, $NETLINK_KOBJECT_UEVENT) or die "socket: $!";
  bind($socket, pack('S x2 L L', $AF_NETLINK, 0, 0)) or die "bind: $!";
  send($socket, pack('H*', $ARGV[1]), 0, pack('S x2 L L', $AF_NETLINK, 0, $GROUP_UDEV)) or die "send: $!";
  exit;
}

sysopen(my $master, '/dev/ptmx', O_RDWR | O_NOCTTY | O_NONBLOCK) or die "ptmx: $!";
my $unlocked = pack('i', 0);
ioctl($master, $TIOCSPTLCK, $unlocked) or die "unlock: $!";
my $number = pack('i', 0);
ioctl($master, $TIOCGPTN, $number) or die "number: $!";
my $path = '/dev/pts/' . unpack('i', $number);

# Held open, so that the terminal outlives a program that opens and closes it, as a plugged adapter does.
sysopen(my $slave, $path, O_RDWR | O_NOCTTY) or die "$path: $!";
my $modes = POSIX::Termios->new;
$modes->getattr(fileno($slave)) or die "modes: $!";
$modes->setiflag(0);
$modes->setoflag(0);
$modes->setlflag(0);
$modes->setcflag(POSIX::CS8 | POSIX::CREAD);
$modes->setattr(fileno($slave), POSIX::TCSANOW) or die "raw: $!";

binmode(STDIN);
binmode(STDOUT);
syswrite(STDOUT, "$path\n");

my ($allowed, $orders, $outgoing) = (0, '', '');
while (1) {
  my ($readable, $writable) = ('', '');
  vec($readable, fileno(STDIN), 1) = 1;
  vec($readable, fileno($master), 1) = 1 if $allowed > 0;
  vec($writable, fileno($master), 1) = 1 if length $outgoing;
  next if select($readable, $writable, undef, undef) < 0;

  if (vec($readable, fileno(STDIN), 1)) {
    sysread(STDIN, $orders, 65536, length $orders) or exit;
    while (length $orders >= 5) {
      my ($what, $length) = unpack('a N', $orders);
      if ($what eq 'r') {
        $allowed += $length;
        substr($orders, 0, 5) = '';
        next;
      }
      if ($what eq 'f') {
        POSIX::tcflow(fileno($slave), $length ? POSIX::TCOOFF : POSIX::TCOON) or die "flow: $!";
        substr($orders, 0, 5) = '';
        next;
      }
      last if length $orders < 5 + $length;
      $outgoing .= substr($orders, 5, $length);
      substr($orders, 0, 5 + $length) = '';
    }
  }
  if (length $outgoing and vec($writable, fileno($master), 1)) {
    my $written = syswrite($master, $outgoing);
    substr($outgoing, 0, $written) = '' if defined $written;
  }
  if ($allowed > 0 and vec($readable, fileno($master), 1)) {
    my $read = sysread($master, my $bytes, $allowed < 65536 ? $allowed : 65536);
    next unless $read;
    $allowed -= $read;
    for (my $done = 0; $done < $read;) {
      my $written = syswrite(STDOUT, $bytes, $read - $done, $done);
      exit unless defined $written;
      $done += $written;
    }
  }
}
