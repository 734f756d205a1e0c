package dev.octet.lowering.device;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The error codes of OpenCL, by the names of its headers without the prefix. */
enum ClError {
  SUCCESS(0),
  DEVICE_NOT_FOUND(-1),
  DEVICE_NOT_AVAILABLE(-2),
  COMPILER_NOT_AVAILABLE(-3),
  MEM_OBJECT_ALLOCATION_FAILURE(-4),
  OUT_OF_RESOURCES(-5),
  OUT_OF_HOST_MEMORY(-6),
  PROFILING_INFO_NOT_AVAILABLE(-7),
  MEM_COPY_OVERLAP(-8),
  IMAGE_FORMAT_MISMATCH(-9),
  IMAGE_FORMAT_NOT_SUPPORTED(-10),
  BUILD_PROGRAM_FAILURE(-11),
  MAP_FAILURE(-12),
  MISALIGNED_SUB_BUFFER_OFFSET(-13),
  EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST(-14),
  COMPILE_PROGRAM_FAILURE(-15),
  LINKER_NOT_AVAILABLE(-16),
  LINK_PROGRAM_FAILURE(-17),
  DEVICE_PARTITION_FAILED(-18),
  KERNEL_ARG_INFO_NOT_AVAILABLE(-19),
  INVALID_VALUE(-30),
  INVALID_DEVICE_TYPE(-31),
  INVALID_PLATFORM(-32),
  INVALID_DEVICE(-33),
  INVALID_CONTEXT(-34),
  INVALID_QUEUE_PROPERTIES(-35),
  INVALID_COMMAND_QUEUE(-36),
  INVALID_HOST_PTR(-37),
  INVALID_MEM_OBJECT(-38),
  INVALID_IMAGE_FORMAT_DESCRIPTOR(-39),
  INVALID_IMAGE_SIZE(-40),
  INVALID_SAMPLER(-41),
  INVALID_BINARY(-42),
  INVALID_BUILD_OPTIONS(-43),
  INVALID_PROGRAM(-44),
  INVALID_PROGRAM_EXECUTABLE(-45),
  INVALID_KERNEL_NAME(-46),
  INVALID_KERNEL_DEFINITION(-47),
  INVALID_KERNEL(-48),
  INVALID_ARG_INDEX(-49),
  INVALID_ARG_VALUE(-50),
  INVALID_ARG_SIZE(-51),
  INVALID_KERNEL_ARGS(-52),
  INVALID_WORK_DIMENSION(-53),
  INVALID_WORK_GROUP_SIZE(-54),
  INVALID_WORK_ITEM_SIZE(-55),
  INVALID_GLOBAL_OFFSET(-56),
  INVALID_EVENT_WAIT_LIST(-57),
  INVALID_EVENT(-58),
  INVALID_OPERATION(-59),
  INVALID_GL_OBJECT(-60),
  INVALID_BUFFER_SIZE(-61),
  INVALID_MIP_LEVEL(-62),
  INVALID_GLOBAL_WORK_SIZE(-63),
  INVALID_PROPERTY(-64),
  INVALID_IMAGE_DESCRIPTOR(-65),
  INVALID_COMPILER_OPTIONS(-66),
  INVALID_LINKER_OPTIONS(-67),
  INVALID_DEVICE_PARTITION_COUNT(-68),
  INVALID_PIPE_SIZE(-69),
  INVALID_DEVICE_QUEUE(-70),
  INVALID_SPEC_ID(-71),
  MAX_SIZE_RESTRICTION_EXCEEDED(-72),
  PLATFORM_NOT_FOUND_KHR(-1001);

  private static final String LOST =
      "the device is lost: it was unplugged, reset or switched off, or its driver has stopped;"
          + " close the models that run on it, see that `octet devices` lists it again, and start"
          + " this program anew";

  private static final String UNEXPECTED =
      "this is a defect of Octet or of the driver: update the driver, and report it if it stays";

  private static final ImmutableMap<Integer, ClError> BY_CODE =
      Arrays.stream(values())
          .collect(ImmutableMap.toImmutableMap(error -> error.code, Function.identity()));

  private final int code;

  ClError(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  boolean is(int status) {
    return status == code;
  }

  /** The error with a code; empty for one that no version of the headers names. */
  static Optional<ClError> of(int status) {
    return Optional.ofNullable(BY_CODE.get(status));
  }

  /** {@code CL_OUT_OF_RESOURCES (-5)}. */
  static String describe(int status) {
    return of(status).map(error -> "CL_" + error).orElse("an error that OpenCL does not name")
        + " ("
        + status
        + ")";
  }

  /** What a user can do about an error. */
  static String advice(int status) {
    return of(status).map(ClError::advice).orElse(UNEXPECTED);
  }

  private String advice() {
    return switch (this) {
      case DEVICE_NOT_AVAILABLE, INVALID_DEVICE -> LOST;
      case DEVICE_NOT_FOUND, PLATFORM_NOT_FOUND_KHR -> OpenCl.INSTALL;
      case COMPILER_NOT_AVAILABLE, LINKER_NOT_AVAILABLE ->
          "the driver has no compiler for programs: install the whole driver, or choose another"
              + " device";
      case MEM_OBJECT_ALLOCATION_FAILURE, INVALID_BUFFER_SIZE, MAX_SIZE_RESTRICTION_EXCEEDED ->
          "the device has too little memory for it: use a smaller batch or model, close other"
              + " models and programs that use the device, or choose another device";
      case OUT_OF_RESOURCES ->
          "the device ran out of memory or registers, or a kernel broke on it: use a smaller"
              + " batch, or choose another device; if that does not help, look for the driver's"
              + " own messages";
      case OUT_OF_HOST_MEMORY, MAP_FAILURE ->
          "the driver could get no memory on the host: use a smaller batch, or leave more memory"
              + " outside the Java heap (a smaller -Xmx)";
      case BUILD_PROGRAM_FAILURE, COMPILE_PROGRAM_FAILURE, LINK_PROGRAM_FAILURE ->
          "the driver's compiler refused the program, see its log; update the driver, or choose"
              + " another device";
      case PROFILING_INFO_NOT_AVAILABLE -> "make the queue with profiling, and let the work end";
      case INVALID_WORK_GROUP_SIZE, INVALID_WORK_ITEM_SIZE ->
          "the kernel does not allow work-groups of this size on this device: use smaller ones";
      case EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST ->
          "work that this waited for has failed; its own error says why";
      default -> UNEXPECTED;
    };
  }

  /** Whether the device is gone, so that nothing of it can be used any more. */
  static boolean lost(int status) {
    return DEVICE_NOT_AVAILABLE.is(status) || INVALID_DEVICE.is(status);
  }
}
