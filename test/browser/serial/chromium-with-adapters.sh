#!/bin/sh
# Runs a Chromium whose serial ports are those that a test has laid out in the folder $ADAPTERS, in a mount namespace of its
# own: this computer's ports are hidden from it, and nothing changes for anybody else. Needs root.
#   $ADAPTERS/class     in place of /sys/class/tty             $ADAPTERS/udev      in place of /run/udev
#   $ADAPTERS/devices   in place of /sys/devices/virtual/tty   $ADAPTERS/policy    a policy for Chromium
#   $ADAPTERS/drivers   in place of /proc/tty/drivers          $ADAPTERS_CHROMIUM  the browser's own program
if [ -z "$ADAPTERS_INSIDE" ]; then
  ADAPTERS_INSIDE=1 exec unshare --mount --propagation private "$0" "$@"
fi
set -e
mount --bind "$ADAPTERS/class" /sys/class/tty
mount --bind "$ADAPTERS/devices" /sys/devices/virtual/tty
mount --bind "$ADAPTERS/drivers" /proc/tty/drivers
[ -d /run/udev ] || { mount -t tmpfs tmpfs /run && mkdir -p /run/udev; }
mount --bind "$ADAPTERS/udev" /run/udev

# Policies are read from /etc, where their folder may be missing.
etc=$ADAPTERS/etc
mount -t tmpfs tmpfs "$etc"
cp -a /etc/. "$etc"
for folder in chromium opt/chrome; do
  mkdir -p "$etc/$folder/policies/managed"
  cp "$ADAPTERS/policy" "$etc/$folder/policies/managed/serial-adapters.json"
done
mount --bind "$etc" /etc

# Newer libudev takes only what is on a real sysfs.
export SYSTEMD_DEVICE_VERIFY_SYSFS=0
exec "$ADAPTERS_CHROMIUM" "$@"
