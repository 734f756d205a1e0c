package dev.octet.lowering.onednn;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C functions of oneDNN 3 that are used here, by their names without the prefix: handles of
 * those that runs call. Initialised when first used; {@link OneDnn#unavailable} tells why if that
 * fails.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class Dnnl {
  private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong L = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfFloat F = ValueLayout.JAVA_FLOAT;
  private static final AddressLayout P = ValueLayout.ADDRESS;

  private static final NativePlatform PLATFORM = OneDnn.platform();
  private static final Path FOLDER = NativeLibrary.folder(PLATFORM);
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup OPENMP =
      SymbolLookup.libraryLookup(FOLDER.resolve(PLATFORM.companion()), Arena.global());
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(FOLDER.resolve(PLATFORM.library()), Arena.global());

  static final MethodHandle OMP_SET_NUM_THREADS =
      LINKER.downcallHandle(
          OPENMP.findOrThrow("omp_set_num_threads"), FunctionDescriptor.ofVoid(I));

  static final NativeFunction OMP_GET_MAX_THREADS =
      new NativeFunction(OPENMP, "omp_get_max_threads");

  /** Runs a function on a team of threads; not every OpenMP run time has it. */
  static final Optional<MethodHandle> GOMP_PARALLEL =
      OPENMP
          .find("GOMP_parallel")
          .map(symbol -> LINKER.downcallHandle(symbol, FunctionDescriptor.ofVoid(P, P, I, I)));

  static final MethodHandle VERSION = handle("version", FunctionDescriptor.of(P));
  static final NativeFunction GET_EFFECTIVE_CPU_ISA = of("get_effective_cpu_isa");
  static final NativeFunction SET_PRIMITIVE_CACHE_CAPACITY = of("set_primitive_cache_capacity", I);
  static final NativeFunction ENGINE_CREATE = of("engine_create", P, I, L);
  private static final String OCL_INTEROP = "ocl_interop_";
  static final NativeFunction OCL_ENGINE_CREATE = of(OCL_INTEROP + "engine_create", P, P, P);
  static final NativeFunction OCL_STREAM_CREATE = of(OCL_INTEROP + "stream_create", P, P, P);
  static final NativeFunction OCL_MEMORY_CREATE = of(OCL_INTEROP + "memory_create", P, P, P, I, P);
  static final NativeFunction STREAM_CREATE = of("stream_create", P, P, I);
  static final NativeFunction STREAM_DESTROY = of("stream_destroy", P);

  static final NativeFunction MEMORY_DESC_CREATE_WITH_STRIDES =
      of("memory_desc_create_with_strides", P, I, P, I, P);
  static final NativeFunction MEMORY_DESC_CREATE_WITH_TAG =
      of("memory_desc_create_with_tag", P, I, P, I, I);
  static final NativeFunction MEMORY_DESC_CLONE = of("memory_desc_clone", P, P);
  static final NativeFunction MEMORY_DESC_DESTROY = of("memory_desc_destroy", P);
  static final NativeFunction MEMORY_DESC_EQUAL = of("memory_desc_equal", P, P);
  static final MethodHandle MEMORY_DESC_GET_SIZE =
      handle("memory_desc_get_size", FunctionDescriptor.of(L, P));

  static final NativeFunction MEMORY_CREATE = of("memory_create", P, P, P, P);
  static final NativeFunction MEMORY_DESTROY = of("memory_destroy", P);
  static final MethodHandle MEMORY_SET_DATA_HANDLE =
      handle("memory_set_data_handle", FunctionDescriptor.of(I, P, P));

  static final NativeFunction PRIMITIVE_ATTR_CREATE = of("primitive_attr_create", P);
  static final NativeFunction PRIMITIVE_ATTR_DESTROY = of("primitive_attr_destroy", P);
  static final NativeFunction PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE =
      of("primitive_attr_set_scratchpad_mode", P, I);
  static final NativeFunction PRIMITIVE_ATTR_SET_SCALES_MASK =
      of("primitive_attr_set_scales_mask", P, I, I);
  static final NativeFunction PRIMITIVE_ATTR_SET_ZERO_POINTS_MASK =
      of("primitive_attr_set_zero_points_mask", P, I, I);
  static final NativeFunction PRIMITIVE_ATTR_SET_POST_OPS = of("primitive_attr_set_post_ops", P, P);
  static final NativeFunction POST_OPS_CREATE = of("post_ops_create", P);
  static final NativeFunction POST_OPS_DESTROY = of("post_ops_destroy", P);
  static final NativeFunction POST_OPS_APPEND_ELTWISE = of("post_ops_append_eltwise", P, I, F, F);
  static final NativeFunction POST_OPS_APPEND_SUM = of("post_ops_append_sum", P, F, I, I);
  static final NativeFunction POST_OPS_APPEND_BINARY = of("post_ops_append_binary", P, I, P);

  static final NativeFunction CONVOLUTION =
      of("convolution_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P, P);
  static final NativeFunction DECONVOLUTION =
      of("deconvolution_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P, P);
  static final NativeFunction MATMUL = of("matmul_primitive_desc_create", P, P, P, P, P, P, P);
  static final NativeFunction POOLING =
      of("pooling_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P);
  static final NativeFunction ELTWISE =
      of("eltwise_forward_primitive_desc_create", P, P, I, I, P, P, F, F, P);
  static final NativeFunction BINARY = of("binary_primitive_desc_create", P, P, I, P, P, P, P);
  static final NativeFunction SOFTMAX =
      of("softmax_forward_primitive_desc_create", P, P, I, I, P, P, I, P);
  static final NativeFunction LAYER_NORMALIZATION =
      of("layer_normalization_forward_primitive_desc_create", P, P, I, P, P, P, F, I, P);
  static final NativeFunction LSTM =
      of("lstm_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P, P, P, P, I, P);
  static final NativeFunction LBR_GRU =
      of("lbr_gru_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, I, P);
  static final NativeFunction VANILLA_RNN =
      of(
          "vanilla_rnn_forward_primitive_desc_create",
          P,
          P,
          I,
          I,
          I,
          P,
          P,
          P,
          P,
          P,
          P,
          P,
          I,
          F,
          F,
          P);
  static final NativeFunction REORDER = of("reorder_primitive_desc_create", P, P, P, P, P, P);
  static final NativeFunction CONCAT = of("concat_primitive_desc_create", P, P, P, I, I, P, P);

  static final NativeFunction PRIMITIVE_DESC_DESTROY = of("primitive_desc_destroy", P);
  static final NativeFunction PRIMITIVE_DESC_NEXT_IMPL = of("primitive_desc_next_impl", P);
  static final NativeFunction PRIMITIVE_DESC_QUERY = of("primitive_desc_query", P, I, I, P);
  static final MethodHandle PRIMITIVE_DESC_QUERY_MD =
      handle("primitive_desc_query_md", FunctionDescriptor.of(P, P, I, I));
  static final NativeFunction PRIMITIVE_CREATE = of("primitive_create", P, P);
  static final NativeFunction PRIMITIVE_DESTROY = of("primitive_destroy", P);
  static final MethodHandle PRIMITIVE_EXECUTE =
      handle("primitive_execute", FunctionDescriptor.of(I, P, P, I, P));

  private Dnnl() {}

  private static MethodHandle handle(String name, FunctionDescriptor signature) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow("dnnl_" + name), signature);
  }

  /** A function that gives a status. */
  private static NativeFunction of(String name, ValueLayout... parameters) {
    return new NativeFunction(LIBRARY, "dnnl_" + name, parameters);
  }

  /** Whether the library was built for GPUs by OpenCL. */
  static boolean hasOpenCl() {
    return LIBRARY.find("dnnl_" + OCL_INTEROP + "engine_create").isPresent();
  }

  /** A call that must succeed. */
  static void call(String what, NativeFunction function, Object... arguments) {
    Status.check(what, function.invoke(arguments));
  }

  /** What a call that stores a handle has stored; null if the library does not implement it. */
  static MemorySegment address(MemorySegment holder) {
    return holder.get(P, 0);
  }
}
