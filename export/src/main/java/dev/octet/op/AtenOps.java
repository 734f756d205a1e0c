package dev.octet.op;

/** The ATen overloads that typed operators and passes refer to. */
public final class AtenOps {
  public static final OpName CONV1D = OpName.aten("conv1d", "default");
  public static final OpName CONV2D = OpName.aten("conv2d", "default");
  public static final OpName CONV3D = OpName.aten("conv3d", "default");
  public static final OpName CONVOLUTION = OpName.aten("convolution", "default");
  public static final OpName CONV_TRANSPOSE1D = OpName.aten("conv_transpose1d", "default");
  public static final OpName CONV_TRANSPOSE2D = OpName.aten("conv_transpose2d", "input");
  public static final OpName CONV_TRANSPOSE3D = OpName.aten("conv_transpose3d", "input");
  public static final OpName LINEAR = OpName.aten("linear", "default");
  public static final OpName MATMUL = OpName.aten("matmul", "default");
  public static final OpName MM = OpName.aten("mm", "default");
  public static final OpName BMM = OpName.aten("bmm", "default");
  public static final OpName ADDMM = OpName.aten("addmm", "default");
  public static final OpName BATCH_NORM = OpName.aten("batch_norm", "default");
  public static final OpName NATIVE_BATCH_NORM_NO_TRAINING =
      OpName.aten("_native_batch_norm_legit_no_training", "default");
  public static final OpName LAYER_NORM = OpName.aten("layer_norm", "default");
  public static final OpName NATIVE_LAYER_NORM = OpName.aten("native_layer_norm", "default");
  public static final OpName ADD_TENSOR = OpName.aten("add", "Tensor");
  public static final OpName ADD_SCALAR = OpName.aten("add", "Scalar");
  public static final OpName SUB_TENSOR = OpName.aten("sub", "Tensor");
  public static final OpName SUB_SCALAR = OpName.aten("sub", "Scalar");
  public static final OpName MUL_TENSOR = OpName.aten("mul", "Tensor");
  public static final OpName MUL_SCALAR = OpName.aten("mul", "Scalar");
  public static final OpName DIV_TENSOR = OpName.aten("div", "Tensor");
  public static final OpName DIV_SCALAR = OpName.aten("div", "Scalar");
  public static final OpName RECIPROCAL = OpName.aten("reciprocal", "default");
  public static final OpName ROUND = OpName.aten("round", "default");
  public static final OpName RELU = OpName.aten("relu", "default");
  public static final OpName RELU6 = OpName.aten("relu6", "default");
  public static final OpName HARDTANH = OpName.aten("hardtanh", "default");
  public static final OpName CLAMP = OpName.aten("clamp", "default");
  public static final OpName CLAMP_MIN = OpName.aten("clamp_min", "default");
  public static final OpName CLAMP_MAX = OpName.aten("clamp_max", "default");
  public static final OpName SILU = OpName.aten("silu", "default");
  public static final OpName GELU = OpName.aten("gelu", "default");
  public static final OpName HARDSWISH = OpName.aten("hardswish", "default");
  public static final OpName HARDSIGMOID = OpName.aten("hardsigmoid", "default");
  public static final OpName SIGMOID = OpName.aten("sigmoid", "default");
  public static final OpName TANH = OpName.aten("tanh", "default");
  public static final OpName LEAKY_RELU = OpName.aten("leaky_relu", "default");
  public static final OpName ELU = OpName.aten("elu", "default");
  public static final OpName SELU = OpName.aten("selu", "default");
  public static final OpName CELU = OpName.aten("celu", "default");
  public static final OpName MISH = OpName.aten("mish", "default");
  public static final OpName SOFTPLUS = OpName.aten("softplus", "default");
  public static final OpName MAX_POOL1D = OpName.aten("max_pool1d", "default");
  public static final OpName MAX_POOL2D = OpName.aten("max_pool2d", "default");
  public static final OpName MAX_POOL3D = OpName.aten("max_pool3d", "default");
  public static final OpName MAX_POOL2D_WITH_INDICES =
      OpName.aten("max_pool2d_with_indices", "default");
  public static final OpName AVG_POOL1D = OpName.aten("avg_pool1d", "default");
  public static final OpName AVG_POOL2D = OpName.aten("avg_pool2d", "default");
  public static final OpName AVG_POOL3D = OpName.aten("avg_pool3d", "default");
  public static final OpName ADAPTIVE_AVG_POOL1D = OpName.aten("adaptive_avg_pool1d", "default");
  public static final OpName ADAPTIVE_AVG_POOL2D = OpName.aten("adaptive_avg_pool2d", "default");
  public static final OpName ADAPTIVE_AVG_POOL3D = OpName.aten("adaptive_avg_pool3d", "default");
  public static final OpName UPSAMPLE_NEAREST1D = OpName.aten("upsample_nearest1d", "default");
  public static final OpName UPSAMPLE_NEAREST1D_VEC = OpName.aten("upsample_nearest1d", "vec");
  public static final OpName UPSAMPLE_NEAREST2D = OpName.aten("upsample_nearest2d", "default");
  public static final OpName UPSAMPLE_NEAREST2D_VEC = OpName.aten("upsample_nearest2d", "vec");
  public static final OpName UPSAMPLE_NEAREST3D = OpName.aten("upsample_nearest3d", "default");
  public static final OpName UPSAMPLE_NEAREST3D_VEC = OpName.aten("upsample_nearest3d", "vec");
  public static final OpName UPSAMPLE_NEAREST_EXACT1D =
      OpName.aten("_upsample_nearest_exact1d", "default");
  public static final OpName UPSAMPLE_NEAREST_EXACT1D_VEC =
      OpName.aten("_upsample_nearest_exact1d", "vec");
  public static final OpName UPSAMPLE_NEAREST_EXACT2D =
      OpName.aten("_upsample_nearest_exact2d", "default");
  public static final OpName UPSAMPLE_NEAREST_EXACT2D_VEC =
      OpName.aten("_upsample_nearest_exact2d", "vec");
  public static final OpName UPSAMPLE_NEAREST_EXACT3D =
      OpName.aten("_upsample_nearest_exact3d", "default");
  public static final OpName UPSAMPLE_NEAREST_EXACT3D_VEC =
      OpName.aten("_upsample_nearest_exact3d", "vec");
  public static final OpName UPSAMPLE_LINEAR1D = OpName.aten("upsample_linear1d", "default");
  public static final OpName UPSAMPLE_LINEAR1D_VEC = OpName.aten("upsample_linear1d", "vec");
  public static final OpName UPSAMPLE_BILINEAR2D = OpName.aten("upsample_bilinear2d", "default");
  public static final OpName UPSAMPLE_BILINEAR2D_VEC = OpName.aten("upsample_bilinear2d", "vec");
  public static final OpName UPSAMPLE_TRILINEAR3D = OpName.aten("upsample_trilinear3d", "default");
  public static final OpName UPSAMPLE_TRILINEAR3D_VEC = OpName.aten("upsample_trilinear3d", "vec");
  public static final OpName UPSAMPLE_BICUBIC2D = OpName.aten("upsample_bicubic2d", "default");
  public static final OpName UPSAMPLE_BICUBIC2D_VEC = OpName.aten("upsample_bicubic2d", "vec");
  public static final OpName CAT = OpName.aten("cat", "default");
  public static final OpName CONCAT = OpName.aten("concat", "default");
  public static final OpName FLATTEN = OpName.aten("flatten", "using_ints");
  public static final OpName VIEW = OpName.aten("view", "default");
  public static final OpName RESHAPE = OpName.aten("reshape", "default");
  public static final OpName UNSAFE_VIEW = OpName.aten("_unsafe_view", "default");
  public static final OpName PERMUTE = OpName.aten("permute", "default");
  public static final OpName TRANSPOSE = OpName.aten("transpose", "int");
  public static final OpName T = OpName.aten("t", "default");
  public static final OpName SOFTMAX = OpName.aten("softmax", "int");
  public static final OpName SOFTMAX_CORE = OpName.aten("_softmax", "default");
  public static final OpName EMBEDDING = OpName.aten("embedding", "default");
  public static final OpName MEAN = OpName.aten("mean", "default");
  public static final OpName MEAN_DIM = OpName.aten("mean", "dim");
  public static final OpName DROPOUT = OpName.aten("dropout", "default");
  public static final OpName SPLIT = OpName.aten("split", "Tensor");
  public static final OpName SPLIT_SIZES = OpName.aten("split", "sizes");
  public static final OpName SPLIT_WITH_SIZES = OpName.aten("split_with_sizes", "default");
  public static final OpName CHUNK = OpName.aten("chunk", "default");
  public static final OpName TO_COPY = OpName.aten("_to_copy", "default");
  public static final OpName TO_DTYPE = OpName.aten("to", "dtype");
  public static final OpName TO_DTYPE_LAYOUT = OpName.aten("to", "dtype_layout");
  public static final OpName TO_DEVICE = OpName.aten("to", "device");
  public static final OpName ALIAS = OpName.aten("alias", "default");
  public static final OpName DETACH = OpName.aten("detach", "default");
  public static final OpName LIFT_FRESH_COPY = OpName.aten("lift_fresh_copy", "default");
  public static final OpName CONTIGUOUS = OpName.aten("contiguous", "default");
  public static final OpName CLONE = OpName.aten("clone", "default");
  public static final OpName ASSERT_ASYNC = OpName.aten("_assert_async", "default");
  public static final OpName ASSERT_ASYNC_MSG = OpName.aten("_assert_async", "msg");
  public static final OpName ASSERT_SCALAR = OpName.aten("_assert_scalar", "default");
  public static final OpName ASSERT_TENSOR_METADATA =
      OpName.aten("_assert_tensor_metadata", "default");
  public static final OpName SYM_CONSTRAIN_RANGE = OpName.aten("sym_constrain_range", "default");
  public static final OpName SYM_CONSTRAIN_RANGE_FOR_SIZE =
      OpName.aten("sym_constrain_range_for_size", "default");

  private AtenOps() {}
}
