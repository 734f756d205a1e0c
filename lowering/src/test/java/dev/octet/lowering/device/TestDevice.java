package dev.octet.lowering.device;

import dev.octet.lowering.Requires;

/** The device of tests that need a real one; without one they are skipped, and say why. */
final class TestDevice {
  static final String SOURCE =
      """
      __kernel void scale(__global const float *x, __global float *y, int n, float factor) {
        int i = get_global_id(0);
        if (i < n) {
          y[i] = x[i] * factor;
        }
      }

      __kernel void add(__global long *x, long amount) {
        x[get_global_id(0)] += amount;
      }

      __kernel void sums(__global const int *x, __global int *y, __local int *shared) {
        int l = get_local_id(0);
        shared[l] = x[get_global_id(0)];
        barrier(CLK_LOCAL_MEM_FENCE);
        if (l == 0) {
          int sum = 0;
          for (int i = 0; i < (int) get_local_size(0); i++) {
            sum += shared[i];
          }
          y[get_group_id(0)] = sum;
        }
      }

      __kernel void position(__global int *y) {
        y[(get_global_id(2) * 3 + get_global_id(1)) * 2 + get_global_id(0)] =
            get_global_id(2) * 100 + get_global_id(1) * 10 + get_global_id(0);
      }
      """;

  private TestDevice() {}

  static Device get() {
    Requires.device();
    return DeviceChoice.any().choose();
  }

  static DeviceContext open() {
    return DeviceContext.open(get());
  }

  /** A context of the caller's own: other tests of this process may hold the usual one open. */
  static DeviceContext openAlone() {
    return DeviceContext.open(alone());
  }

  /** The device as an object of its own, so that its context is shared with no other test. */
  static Device alone() {
    Device device = get();
    return describedAs(device, device.description());
  }

  /** The same device with another description, for errors that only its driver can give. */
  static Device describedAs(Device device, DeviceDescription description) {
    return new Device(device.platform(), device.handle(), description);
  }
}
