package dev.octet.lowering;

import com.google.common.collect.ImmutableList;

/**
 * An OpenCL device and what it can do. Sizes are in bytes.
 *
 * @param index its place, from 0, by which it can be chosen
 * @param platform the name of its driver's platform
 * @param name the name of the device
 * @param vendor its maker
 * @param type {@code cpu}, {@code gpu}, {@code accelerator} or {@code other}
 * @param version the version of OpenCL that it has
 * @param driver the version of its driver
 * @param computeUnits how many groups of work-items run at a time, at least
 * @param memory its whole memory
 * @param largestAllocation the largest single buffer
 * @param localMemory what the work-items of one group can share
 * @param sharesHostMemory whether its memory is that of the host
 * @param subGroups whether the work-items of a sub-group can exchange values
 * @param subGroupSizes the sizes of sub-groups that a kernel may ask for
 * @param integerDotProduct whether it has {@code cl_khr_integer_dot_product} for packed bytes
 * @param halves whether it computes in fp16
 * @param bfloat16Conversions whether it converts float to bf16 with one instruction
 * @param doubles whether it computes in fp64
 */
public record DeviceInfo(
    int index,
    String platform,
    String name,
    String vendor,
    String type,
    String version,
    String driver,
    int computeUnits,
    long memory,
    long largestAllocation,
    long localMemory,
    boolean sharesHostMemory,
    boolean subGroups,
    ImmutableList<Integer> subGroupSizes,
    boolean integerDotProduct,
    boolean halves,
    boolean bfloat16Conversions,
    boolean doubles) {}
