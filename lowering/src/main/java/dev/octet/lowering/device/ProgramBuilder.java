package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Has the driver compile programs, or takes what it compiled before. */
final class ProgramBuilder {
  /**
   * What PoCL's compiler says if another compilation at the same time has taken its temporary file;
   * seen once in thousands of programs, while other builds of the same one succeeded.
   */
  private static final String LOST_FILE = "unable to rename temporary";

  private static final int BINARY_SIZES = 0x1165;
  private static final int BINARIES = 0x1166;
  private static final int BUILD_LOG = 0x1183;

  private final SharedContext context;
  private final Optional<ProgramStore> store;
  private final String options;

  ProgramBuilder(SharedContext context, Optional<ProgramStore> store) {
    this.context = context;
    this.store = store;
    this.options = options(context.device().description());
  }

  /** The options for every program of a device: exact arithmetic, the latest language. */
  static String options(DeviceDescription device) {
    String language =
        device.openClCAtLeast(3, 0) ? "CL3.0" : device.openClCAtLeast(2, 0) ? "CL2.0" : "CL1.2";
    return "-cl-std="
        + language
        + (device.correctlyRoundedDivision() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
  }

  /** A program that is ready to run. */
  MemorySegment build(String source) {
    return store.map(kept -> build(source, kept)).orElseGet(() -> fromSource(source));
  }

  private MemorySegment build(String source, ProgramStore kept) {
    ProgramKey key = ProgramKey.of(context.device().description(), options, source);
    return kept.get(key)
        .flatMap(this::fromBinary)
        .orElseGet(() -> {
          MemorySegment program = fromSource(source);
          binary(program).ifPresent(binary -> kept.put(key, binary));
          return program;
        });
  }

  private MemorySegment fromSource(String source) {
    MemorySegment program;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment texts = arena.allocateFrom(ValueLayout.ADDRESS, arena.allocateFrom(source));
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      program =
          Cl.made(
              Cl.CREATE_PROGRAM_WITH_SOURCE,
              context.handle(),
              1,
              texts,
              MemorySegment.NULL,
              status);
      DeviceException.check(
          "making a program on " + context.device(), status.get(ValueLayout.JAVA_INT, 0));
    }
    int code = compile(program);
    if (code != Cl.SUCCESS && log(program).contains(LOST_FILE)) {
      code = compile(program);
    }
    if (code != Cl.SUCCESS) {
      String log = log(program);
      Owned.release(program, "a program", Cl.RELEASE_PROGRAM);
      throw DeviceException.ofBuild(
          "building a program for " + context.device() + " (" + options + ")", code, log, source);
    }
    return program;
  }

  private String log(MemorySegment program) {
    return ClInfo.build(program, context.device().handle()).text(BUILD_LOG);
  }

  /** Empty if the driver does not take its own binary back; the source then helps. */
  private Optional<MemorySegment> fromBinary(byte[] binary) {
    MemorySegment program;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      program =
          Cl.made(
              Cl.CREATE_PROGRAM_WITH_BINARY,
              context.handle(),
              1,
              arena.allocateFrom(ValueLayout.ADDRESS, context.device().handle()),
              arena.allocateFrom(ValueLayout.JAVA_LONG, (long) binary.length),
              arena.allocateFrom(
                  ValueLayout.ADDRESS, arena.allocateFrom(ValueLayout.JAVA_BYTE, binary)),
              MemorySegment.NULL,
              status);
      if (status.get(ValueLayout.JAVA_INT, 0) != Cl.SUCCESS) {
        return Optional.empty();
      }
    }
    if (compile(program) != Cl.SUCCESS) {
      Owned.release(program, "a program", Cl.RELEASE_PROGRAM);
      return Optional.empty();
    }
    return Optional.of(program);
  }

  private int compile(MemorySegment program) {
    try (Arena arena = Arena.ofConfined()) {
      return Cl.status(
          Cl.BUILD_PROGRAM,
          program,
          1,
          arena.allocateFrom(ValueLayout.ADDRESS, context.device().handle()),
          arena.allocateFrom(options),
          MemorySegment.NULL,
          MemorySegment.NULL);
    }
  }

  /** What the driver compiled; empty if it does not give it away. */
  private static Optional<byte[]> binary(MemorySegment program) {
    long size = ClInfo.program(program).number(BINARY_SIZES);
    if (size == 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(size);
      int status =
          Cl.status(
              Cl.GET_PROGRAM_INFO,
              program,
              BINARIES,
              ValueLayout.ADDRESS.byteSize(),
              arena.allocateFrom(ValueLayout.ADDRESS, bytes),
              MemorySegment.NULL);
      return status == Cl.SUCCESS
          ? Optional.of(bytes.toArray(ValueLayout.JAVA_BYTE))
          : Optional.empty();
    }
  }
}
