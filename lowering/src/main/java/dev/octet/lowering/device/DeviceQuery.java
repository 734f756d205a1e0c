package dev.octet.lowering.device;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the drivers for their devices and what these can do. */
final class DeviceQuery {
  private static final int PLATFORM_VERSION = 0x0901;
  private static final int PLATFORM_NAME = 0x0902;

  private static final long ALL_TYPES = 0xFFFFFFFFL;
  private static final int TYPE = 0x1000;
  private static final int MAX_COMPUTE_UNITS = 0x1002;
  private static final int MAX_WORK_GROUP_SIZE = 0x1004;
  private static final int MAX_WORK_ITEM_SIZES = 0x1005;
  private static final int MAX_CLOCK_FREQUENCY = 0x100C;
  private static final int MAX_MEM_ALLOC_SIZE = 0x1010;
  private static final int MEM_BASE_ADDR_ALIGN = 0x1019;
  private static final int SINGLE_FP_CONFIG = 0x101B;
  private static final int GLOBAL_MEM_SIZE = 0x101F;
  private static final int LOCAL_MEM_SIZE = 0x1023;
  private static final int AVAILABLE = 0x1027;
  private static final int NAME = 0x102B;
  private static final int VENDOR = 0x102C;
  private static final int DRIVER_VERSION = 0x102D;
  private static final int VERSION = 0x102F;
  private static final int EXTENSIONS = 0x1030;
  private static final int DOUBLE_FP_CONFIG = 0x1032;
  private static final int HOST_UNIFIED_MEMORY = 0x1035;
  private static final int OPENCL_C_VERSION = 0x103D;
  private static final int MAX_NUM_SUB_GROUPS = 0x105C;
  private static final int OPENCL_C_ALL_VERSIONS = 0x1066;
  private static final int INTEGER_DOT_PRODUCT_CAPABILITIES = 0x1073;
  private static final int SUB_GROUP_SIZES_INTEL = 0x4108;

  private static final long CORRECTLY_ROUNDED_DIVIDE_SQRT = 1L << 7;
  private static final long PACKED_4X8_INPUT = 1L << 0;

  /** A {@code cl_name_version}: a number, and a name of 64 bytes. */
  private static final int NAME_VERSION_SIZE = 4 + 64;

  private static final Pattern LANGUAGE_VERSION = Pattern.compile("OpenCL C (\\d+\\.\\d+)");

  private DeviceQuery() {}

  /**
   * All devices that can be used now.
   *
   * @throws DeviceException if there is none
   */
  static ImmutableList<Device> devices() {
    ImmutableList<MemorySegment> platforms = platforms();
    if (platforms.isEmpty()) {
      throw new DeviceException("OpenCL has no platform: " + OpenCl.INSTALL);
    }
    ImmutableList<Device> devices =
        platforms.stream()
            .flatMap(platform ->
                handles(Cl.GET_DEVICE_IDS, platform, ALL_TYPES).stream()
                    .filter(device -> ClInfo.device(device).flag(AVAILABLE))
                    .map(device -> new Device(platform, device, describe(platform, device))))
            .collect(ImmutableList.toImmutableList());
    if (devices.isEmpty()) {
      throw new DeviceException(
          "OpenCL has no device: of its platforms ("
              + String.join(
                  ", ",
                  platforms.stream().map(p -> ClInfo.platform(p).text(PLATFORM_NAME)).toList())
              + ") none has one that is available; "
              + OpenCl.INSTALL
              + ", and see that you may use the device (group render)");
    }
    return devices;
  }

  private static ImmutableList<MemorySegment> platforms() {
    return handles(Cl.GET_PLATFORM_IDS);
  }

  /** What a function lists that is first asked how many there are. */
  private static ImmutableList<MemorySegment> handles(MethodHandle function, Object... what) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      int status = Cl.status(function, with(what, 0, MemorySegment.NULL, count));
      if (ClError.PLATFORM_NOT_FOUND_KHR.is(status) || ClError.DEVICE_NOT_FOUND.is(status)) {
        return ImmutableList.of();
      }
      DeviceException.check("listing OpenCL devices", status);
      int n = count.get(ValueLayout.JAVA_INT, 0);
      if (n == 0) {
        return ImmutableList.of();
      }
      MemorySegment list = arena.allocate(ValueLayout.ADDRESS, n);
      DeviceException.check(
          "listing OpenCL devices", Cl.status(function, with(what, n, list, MemorySegment.NULL)));
      ImmutableList.Builder<MemorySegment> handles = ImmutableList.builder();
      for (int i = 0; i < n; i++) {
        handles.add(list.getAtIndex(ValueLayout.ADDRESS, i));
      }
      return handles.build();
    }
  }

  private static Object[] with(Object[] first, Object... rest) {
    Object[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  private static DeviceDescription describe(MemorySegment platformHandle, MemorySegment handle) {
    ClInfo platform = ClInfo.platform(platformHandle);
    ClInfo device = ClInfo.device(handle);
    ImmutableSet<String> extensions =
        ImmutableSet.copyOf(Splitter.on(' ').omitEmptyStrings().split(device.text(EXTENSIONS)));
    return DeviceDescription.builder()
        .platform(platform.text(PLATFORM_NAME))
        .platformVersion(platform.text(PLATFORM_VERSION))
        .name(device.text(NAME))
        .vendor(device.text(VENDOR))
        .version(device.text(VERSION))
        .driver(device.text(DRIVER_VERSION))
        .type(DeviceType.of(device.number(TYPE)))
        .globalMemory(device.number(GLOBAL_MEM_SIZE))
        .largestAllocation(device.number(MAX_MEM_ALLOC_SIZE))
        .localMemory(device.number(LOCAL_MEM_SIZE))
        .computeUnits(device.integer(MAX_COMPUTE_UNITS))
        .clock(device.integer(MAX_CLOCK_FREQUENCY))
        .maxWorkGroupSize(device.number(MAX_WORK_GROUP_SIZE))
        .maxWorkItemSizes(ImmutableList.copyOf(Longs.asList(device.numbers(MAX_WORK_ITEM_SIZES))))
        .baseAlignment(Math.max(1, device.integer(MEM_BASE_ADDR_ALIGN) / Byte.SIZE))
        .sharesHostMemory(device.flag(HOST_UNIFIED_MEMORY))
        .doubles(device.number(DOUBLE_FP_CONFIG) != 0 || extensions.contains("cl_khr_fp64"))
        .halves(extensions.contains("cl_khr_fp16"))
        .bfloat16Conversions(extensions.contains("cl_intel_bfloat16_conversions"))
        .correctlyRoundedDivision(
            (device.number(SINGLE_FP_CONFIG) & CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0)
        .integerDotProduct(
            extensions.contains("cl_khr_integer_dot_product")
                && (device.number(INTEGER_DOT_PRODUCT_CAPABILITIES) & PACKED_4X8_INPUT) != 0)
        .subGroups(
            device.integer(MAX_NUM_SUB_GROUPS) > 0
                || extensions.contains("cl_khr_subgroups")
                || extensions.contains("cl_intel_subgroups"))
        .subGroupSizes(
            extensions.contains("cl_intel_required_subgroup_size")
                ? ImmutableList.copyOf(
                    Longs.asList(device.numbers(SUB_GROUP_SIZES_INTEL)).stream()
                        .map(Ints::checkedCast)
                        .toList())
                : ImmutableList.of())
        .openClC(languageVersion(device))
        .extensions(extensions)
        .build();
  }

  /** The latest of the versions that OpenCL 3.0 lists, or the one that earlier devices name. */
  private static String languageVersion(ClInfo device) {
    MemorySegment list = MemorySegment.ofArray(device.bytes(OPENCL_C_ALL_VERSIONS));
    int latest = 0;
    for (long at = 0; at + NAME_VERSION_SIZE <= list.byteSize(); at += NAME_VERSION_SIZE) {
      latest = Math.max(latest, list.get(ValueLayout.JAVA_INT_UNALIGNED, at));
    }
    if (latest != 0) {
      return (latest >>> 22) + "." + ((latest >>> 12) & 0x3FF);
    }
    Matcher matcher = LANGUAGE_VERSION.matcher(device.text(OPENCL_C_VERSION));
    return matcher.find() ? matcher.group(1) : "1.0";
  }
}
