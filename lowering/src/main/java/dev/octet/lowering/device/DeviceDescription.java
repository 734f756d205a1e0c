package dev.octet.lowering.device;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * What a device is and can do. Descriptions can be made up, for devices that are not there, with
 * {@link #builder}. Sizes are in bytes.
 *
 * @param platform the name of the driver's platform
 * @param platformVersion its version, {@code OpenCL 3.0 …}
 * @param name the name of the device itself
 * @param vendor its maker
 * @param version the version of OpenCL that it has, {@code OpenCL 3.0 …}
 * @param driver the version of its driver
 * @param type what kind of device it is
 * @param globalMemory its whole memory
 * @param largestAllocation the largest buffer
 * @param localMemory what the work-items of one group can share
 * @param computeUnits how many groups run at a time, at least
 * @param clock the highest clock rate in MHz
 * @param maxWorkGroupSize the most work-items of one group
 * @param maxWorkItemSizes the same for each of the three dimensions
 * @param baseAlignment a sub-buffer begins at a multiple of it
 * @param sharesHostMemory whether its memory is that of the host, so that nothing need be copied
 * @param doubles whether it computes with numbers of 64 bits
 * @param halves whether it computes with numbers of 16 bits
 * @param bfloat16Conversions whether it converts float to bf16 and back with one instruction
 * @param correctlyRoundedDivision whether float division and square root can be correctly rounded
 * @param integerDotProduct whether it has the dot products of four packed 8-bit numbers
 * @param subGroups whether the work-items of a sub-group can exchange values
 * @param subGroupSizes the sizes of sub-groups that a kernel may ask for; empty if it may not
 * @param openClC the latest version of the language that its compiler takes, {@code 3.0}
 * @param extensions the names of its extensions
 */
public record DeviceDescription(
    String platform,
    String platformVersion,
    String name,
    String vendor,
    String version,
    String driver,
    DeviceType type,
    long globalMemory,
    long largestAllocation,
    long localMemory,
    int computeUnits,
    int clock,
    long maxWorkGroupSize,
    ImmutableList<Long> maxWorkItemSizes,
    long baseAlignment,
    boolean sharesHostMemory,
    boolean doubles,
    boolean halves,
    boolean bfloat16Conversions,
    boolean correctlyRoundedDivision,
    boolean integerDotProduct,
    boolean subGroups,
    ImmutableList<Integer> subGroupSizes,
    String openClC,
    ImmutableSet<String> extensions) {

  /**
   * A description of a plain device: OpenCL 1.2, a GPU of 1 GiB, none of the optional abilities.
   */
  public static DeviceDescriptionBuilder builder() {
    return new DeviceDescriptionBuilder();
  }

  /** Whether it is a GPU made by Intel. */
  public boolean intelGpu() {
    return type == DeviceType.GPU && vendor.contains("Intel");
  }

  /** Whether its compiler takes a version of OpenCL C, such as 3 and 0. */
  public boolean openClCAtLeast(int major, int minor) {
    String[] parts = openClC.split("\\.", 2);
    int hasMajor = Integer.parseInt(parts[0]);
    int hasMinor = Integer.parseInt(parts[1]);
    return hasMajor > major || (hasMajor == major && hasMinor >= minor);
  }
}
