package dev.octet.lowering.device;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C functions of OpenCL 1.2 that are used here, one handle each, by their names without the
 * prefix; every later version has them. Initialised when first used; {@link OpenCl#unavailable}
 * tells why if that fails.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class Cl {
  static final int SUCCESS = 0;

  private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong L = ValueLayout.JAVA_LONG;
  private static final AddressLayout P = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LoaderLibrary.lookup();

  static final MethodHandle GET_PLATFORM_IDS = of("GetPlatformIDs", I, P, P);
  static final MethodHandle GET_PLATFORM_INFO = of("GetPlatformInfo", P, I, L, P, P);
  static final MethodHandle GET_DEVICE_IDS = of("GetDeviceIDs", P, L, I, P, P);
  static final MethodHandle GET_DEVICE_INFO = of("GetDeviceInfo", P, I, L, P, P);

  static final MethodHandle CREATE_CONTEXT = maker("CreateContext", P, I, P, P, P, P);
  static final MethodHandle GET_CONTEXT_INFO = of("GetContextInfo", P, I, L, P, P);

  /** The form that every version has; the one that replaces it came with OpenCL 2.0. */
  static final MethodHandle CREATE_COMMAND_QUEUE = maker("CreateCommandQueue", P, P, L, P);

  static final MethodHandle RELEASE_COMMAND_QUEUE = of("ReleaseCommandQueue", P);
  static final MethodHandle FLUSH = of("Flush", P);
  static final MethodHandle FINISH = of("Finish", P);

  static final MethodHandle CREATE_BUFFER = maker("CreateBuffer", P, L, L, P, P);
  static final MethodHandle CREATE_SUB_BUFFER = maker("CreateSubBuffer", P, L, I, P, P);
  static final MethodHandle GET_MEM_OBJECT_INFO = of("GetMemObjectInfo", P, I, L, P, P);
  static final MethodHandle RELEASE_MEM_OBJECT = of("ReleaseMemObject", P);

  static final MethodHandle CREATE_PROGRAM_WITH_SOURCE =
      maker("CreateProgramWithSource", P, I, P, P, P);
  static final MethodHandle CREATE_PROGRAM_WITH_BINARY =
      maker("CreateProgramWithBinary", P, I, P, P, P, P, P);
  static final MethodHandle BUILD_PROGRAM = of("BuildProgram", P, I, P, P, P, P);
  static final MethodHandle GET_PROGRAM_INFO = of("GetProgramInfo", P, I, L, P, P);
  static final MethodHandle GET_PROGRAM_BUILD_INFO = of("GetProgramBuildInfo", P, P, I, L, P, P);
  static final MethodHandle RELEASE_PROGRAM = of("ReleaseProgram", P);

  static final MethodHandle CREATE_KERNEL = maker("CreateKernel", P, P, P);
  static final MethodHandle SET_KERNEL_ARG = of("SetKernelArg", P, I, L, P);
  static final MethodHandle GET_KERNEL_WORK_GROUP_INFO =
      of("GetKernelWorkGroupInfo", P, P, I, L, P, P);
  static final MethodHandle RELEASE_KERNEL = of("ReleaseKernel", P);

  static final MethodHandle ENQUEUE_KERNEL = of("EnqueueNDRangeKernel", P, P, I, P, P, P, I, P, P);
  static final MethodHandle ENQUEUE_WRITE = of("EnqueueWriteBuffer", P, P, I, L, L, P, I, P, P);
  static final MethodHandle ENQUEUE_READ = of("EnqueueReadBuffer", P, P, I, L, L, P, I, P, P);
  static final MethodHandle ENQUEUE_COPY = of("EnqueueCopyBuffer", P, P, P, L, L, L, I, P, P);
  static final MethodHandle ENQUEUE_FILL = of("EnqueueFillBuffer", P, P, P, L, L, L, I, P, P);
  static final MethodHandle ENQUEUE_MAP = maker("EnqueueMapBuffer", P, P, I, L, L, L, I, P, P, P);
  static final MethodHandle ENQUEUE_UNMAP = of("EnqueueUnmapMemObject", P, P, P, I, P, P);
  static final MethodHandle ENQUEUE_MARKER = of("EnqueueMarkerWithWaitList", P, I, P, P);
  static final MethodHandle ENQUEUE_BARRIER = of("EnqueueBarrierWithWaitList", P, I, P, P);

  static final MethodHandle GET_EVENT_INFO = of("GetEventInfo", P, I, L, P, P);
  static final MethodHandle GET_EVENT_PROFILING_INFO = of("GetEventProfilingInfo", P, I, L, P, P);
  static final MethodHandle SET_EVENT_CALLBACK = of("SetEventCallback", P, I, P, P);
  static final MethodHandle WAIT_FOR_EVENTS = of("WaitForEvents", I, P);
  static final MethodHandle RELEASE_EVENT = of("ReleaseEvent", P);

  private Cl() {}

  /** A function that gives an error code. */
  private static MethodHandle of(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow("cl" + name), FunctionDescriptor.of(I, parameters));
  }

  /** A function that gives an address and stores an error code where its last argument points. */
  private static MethodHandle maker(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow("cl" + name), FunctionDescriptor.of(P, parameters));
  }

  /** The error code of a call that need not be fast. */
  static int status(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** What a call makes that need not be fast; the last argument is where it stores its error. */
  static MemorySegment made(MethodHandle function, Object... arguments) {
    try {
      return (MemorySegment) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** For a handle that threw, which only a defect here can cause, or memory that ran out. */
  static RuntimeException broken(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      return e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return new IllegalStateException("a call of OpenCL broke: " + thrown, thrown);
  }
}
