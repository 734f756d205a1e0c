package dev.octet.lowering.onednn;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C functions of oneDNN 3 that are used here, one handle each, by their names without the
 * prefix. Initialised when first used; {@link OneDnn#unavailable} tells why if that fails.
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

  /** Runs a function on a team of threads; not every OpenMP run time has it. */
  static final Optional<MethodHandle> GOMP_PARALLEL =
      OPENMP
          .find("GOMP_parallel")
          .map(symbol -> LINKER.downcallHandle(symbol, FunctionDescriptor.ofVoid(P, P, I, I)));

  static final MethodHandle VERSION =
      LINKER.downcallHandle(LIBRARY.findOrThrow("dnnl_version"), FunctionDescriptor.of(P));
  static final MethodHandle GET_EFFECTIVE_CPU_ISA = of("get_effective_cpu_isa");
  static final MethodHandle SET_PRIMITIVE_CACHE_CAPACITY = of("set_primitive_cache_capacity", I);
  static final MethodHandle ENGINE_CREATE = of("engine_create", P, I, L);
  static final MethodHandle STREAM_CREATE = of("stream_create", P, P, I);
  static final MethodHandle STREAM_DESTROY = of("stream_destroy", P);

  static final MethodHandle MEMORY_DESC_CREATE_WITH_STRIDES =
      of("memory_desc_create_with_strides", P, I, P, I, P);
  static final MethodHandle MEMORY_DESC_CREATE_WITH_TAG =
      of("memory_desc_create_with_tag", P, I, P, I, I);
  static final MethodHandle MEMORY_DESC_CLONE = of("memory_desc_clone", P, P);
  static final MethodHandle MEMORY_DESC_DESTROY = of("memory_desc_destroy", P);
  static final MethodHandle MEMORY_DESC_QUERY = of("memory_desc_query", P, I, P);
  static final MethodHandle MEMORY_DESC_EQUAL = of("memory_desc_equal", P, P);
  static final MethodHandle MEMORY_DESC_GET_BLOB = of("memory_desc_get_blob", P, P, P);
  static final MethodHandle MEMORY_DESC_GET_SIZE =
      LINKER.downcallHandle(
          LIBRARY.findOrThrow("dnnl_memory_desc_get_size"), FunctionDescriptor.of(L, P));

  static final MethodHandle MEMORY_CREATE = of("memory_create", P, P, P, P);
  static final MethodHandle MEMORY_DESTROY = of("memory_destroy", P);
  static final MethodHandle MEMORY_SET_DATA_HANDLE = of("memory_set_data_handle", P, P);

  static final MethodHandle PRIMITIVE_ATTR_CREATE = of("primitive_attr_create", P);
  static final MethodHandle PRIMITIVE_ATTR_DESTROY = of("primitive_attr_destroy", P);
  static final MethodHandle PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE =
      of("primitive_attr_set_scratchpad_mode", P, I);
  static final MethodHandle PRIMITIVE_ATTR_SET_SCALES_MASK =
      of("primitive_attr_set_scales_mask", P, I, I);
  static final MethodHandle PRIMITIVE_ATTR_SET_ZERO_POINTS_MASK =
      of("primitive_attr_set_zero_points_mask", P, I, I);
  static final MethodHandle PRIMITIVE_ATTR_SET_POST_OPS = of("primitive_attr_set_post_ops", P, P);
  static final MethodHandle POST_OPS_CREATE = of("post_ops_create", P);
  static final MethodHandle POST_OPS_DESTROY = of("post_ops_destroy", P);
  static final MethodHandle POST_OPS_APPEND_ELTWISE = of("post_ops_append_eltwise", P, I, F, F);
  static final MethodHandle POST_OPS_APPEND_BINARY = of("post_ops_append_binary", P, I, P);
  static final MethodHandle POST_OPS_APPEND_SUM = of("post_ops_append_sum", P, F, I, I);

  static final MethodHandle CONVOLUTION =
      of("convolution_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P, P);
  static final MethodHandle DECONVOLUTION =
      of("deconvolution_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P, P);
  static final MethodHandle MATMUL = of("matmul_primitive_desc_create", P, P, P, P, P, P, P);
  static final MethodHandle POOLING =
      of("pooling_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P);
  static final MethodHandle ELTWISE =
      of("eltwise_forward_primitive_desc_create", P, P, I, I, P, P, F, F, P);
  static final MethodHandle BINARY = of("binary_primitive_desc_create", P, P, I, P, P, P, P);
  static final MethodHandle SOFTMAX =
      of("softmax_forward_primitive_desc_create", P, P, I, I, P, P, I, P);
  static final MethodHandle LAYER_NORMALIZATION =
      of("layer_normalization_forward_primitive_desc_create", P, P, I, P, P, P, F, I, P);
  static final MethodHandle LSTM =
      of("lstm_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, P, P, P, P, I, P);
  static final MethodHandle LBR_GRU =
      of("lbr_gru_forward_primitive_desc_create", P, P, I, I, P, P, P, P, P, P, P, I, P);
  static final MethodHandle VANILLA_RNN =
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
  static final MethodHandle REDUCTION =
      of("reduction_primitive_desc_create", P, P, I, P, P, F, F, P);
  static final MethodHandle REORDER = of("reorder_primitive_desc_create", P, P, P, P, P, P);
  static final MethodHandle CONCAT = of("concat_primitive_desc_create", P, P, P, I, I, P, P);

  static final MethodHandle PRIMITIVE_DESC_DESTROY = of("primitive_desc_destroy", P);
  static final MethodHandle PRIMITIVE_DESC_QUERY = of("primitive_desc_query", P, I, I, P);
  static final MethodHandle PRIMITIVE_DESC_QUERY_MD =
      LINKER.downcallHandle(
          LIBRARY.findOrThrow("dnnl_primitive_desc_query_md"), FunctionDescriptor.of(P, P, I, I));
  static final MethodHandle PRIMITIVE_CREATE = of("primitive_create", P, P);
  static final MethodHandle PRIMITIVE_DESTROY = of("primitive_destroy", P);
  static final MethodHandle PRIMITIVE_EXECUTE = of("primitive_execute", P, P, I, P);

  private Dnnl() {}

  /** A function that gives a status. */
  private static MethodHandle of(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow("dnnl_" + name), FunctionDescriptor.of(I, parameters));
  }

  /** The status of a call, for a caller that knows what failure means. */
  static int status(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
  }

  /** A call that must succeed. */
  static void call(String what, MethodHandle function, Object... arguments) {
    Status.check(what, status(function, arguments));
  }

  /** What a call that stores a handle has stored; null if the library does not implement it. */
  static MemorySegment address(MemorySegment holder) {
    return holder.get(P, 0);
  }
}
