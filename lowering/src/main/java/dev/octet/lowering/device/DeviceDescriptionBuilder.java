package dev.octet.lowering.device;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/** Collects what a description says; each method is named by the component that it sets. */
public final class DeviceDescriptionBuilder {
  private String platform = "made up";
  private String platformVersion = "OpenCL 1.2";
  private String name = "made up";
  private String vendor = "nobody";
  private String version = "OpenCL 1.2";
  private String driver = "1";
  private DeviceType type = DeviceType.GPU;
  private long globalMemory = 1L << 30;
  private long largestAllocation = 1L << 28;
  private long localMemory = 1L << 15;
  private int computeUnits = 8;
  private int clock = 1000;
  private long maxWorkGroupSize = 256;
  private ImmutableList<Long> maxWorkItemSizes = ImmutableList.of(256L, 256L, 256L);
  private long baseAlignment = 128;
  private boolean sharesHostMemory;
  private boolean doubles;
  private boolean halves;
  private boolean bfloat16Conversions;
  private boolean correctlyRoundedDivision;
  private boolean integerDotProduct;
  private boolean subGroups;
  private ImmutableList<Integer> subGroupSizes = ImmutableList.of();
  private String openClC = "1.2";
  private ImmutableSet<String> extensions = ImmutableSet.of();

  DeviceDescriptionBuilder() {}

  public DeviceDescriptionBuilder platform(String value) {
    platform = value;
    return this;
  }

  public DeviceDescriptionBuilder platformVersion(String value) {
    platformVersion = value;
    return this;
  }

  public DeviceDescriptionBuilder name(String value) {
    name = value;
    return this;
  }

  public DeviceDescriptionBuilder vendor(String value) {
    vendor = value;
    return this;
  }

  public DeviceDescriptionBuilder version(String value) {
    version = value;
    return this;
  }

  public DeviceDescriptionBuilder driver(String value) {
    driver = value;
    return this;
  }

  public DeviceDescriptionBuilder type(DeviceType value) {
    type = value;
    return this;
  }

  public DeviceDescriptionBuilder globalMemory(long value) {
    globalMemory = value;
    return this;
  }

  public DeviceDescriptionBuilder largestAllocation(long value) {
    largestAllocation = value;
    return this;
  }

  public DeviceDescriptionBuilder localMemory(long value) {
    localMemory = value;
    return this;
  }

  public DeviceDescriptionBuilder computeUnits(int value) {
    computeUnits = value;
    return this;
  }

  public DeviceDescriptionBuilder clock(int value) {
    clock = value;
    return this;
  }

  public DeviceDescriptionBuilder maxWorkGroupSize(long value) {
    maxWorkGroupSize = value;
    return this;
  }

  public DeviceDescriptionBuilder maxWorkItemSizes(ImmutableList<Long> value) {
    maxWorkItemSizes = value;
    return this;
  }

  public DeviceDescriptionBuilder baseAlignment(long value) {
    baseAlignment = value;
    return this;
  }

  public DeviceDescriptionBuilder sharesHostMemory(boolean value) {
    sharesHostMemory = value;
    return this;
  }

  public DeviceDescriptionBuilder doubles(boolean value) {
    doubles = value;
    return this;
  }

  public DeviceDescriptionBuilder halves(boolean value) {
    halves = value;
    return this;
  }

  public DeviceDescriptionBuilder bfloat16Conversions(boolean value) {
    bfloat16Conversions = value;
    return this;
  }

  public DeviceDescriptionBuilder correctlyRoundedDivision(boolean value) {
    correctlyRoundedDivision = value;
    return this;
  }

  public DeviceDescriptionBuilder integerDotProduct(boolean value) {
    integerDotProduct = value;
    return this;
  }

  public DeviceDescriptionBuilder subGroups(boolean value) {
    subGroups = value;
    return this;
  }

  public DeviceDescriptionBuilder subGroupSizes(ImmutableList<Integer> value) {
    subGroupSizes = value;
    return this;
  }

  public DeviceDescriptionBuilder openClC(String value) {
    openClC = value;
    return this;
  }

  public DeviceDescriptionBuilder extensions(ImmutableSet<String> value) {
    extensions = value;
    return this;
  }

  public DeviceDescription build() {
    return new DeviceDescription(
        platform,
        platformVersion,
        name,
        vendor,
        version,
        driver,
        type,
        globalMemory,
        largestAllocation,
        localMemory,
        computeUnits,
        clock,
        maxWorkGroupSize,
        maxWorkItemSizes,
        baseAlignment,
        sharesHostMemory,
        doubles,
        halves,
        bfloat16Conversions,
        correctlyRoundedDivision,
        integerDotProduct,
        subGroups,
        subGroupSizes,
        openClC,
        extensions);
  }
}
