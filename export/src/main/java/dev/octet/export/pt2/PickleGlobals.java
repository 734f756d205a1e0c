package dev.octet.export.pt2;

import com.google.common.collect.ImmutableMap;
import dev.octet.program.FormatException;
import dev.octet.tensor.DType;
import java.util.Locale;

/** The names of Python code that a pickle may mention. This list is the whole of it. */
final class PickleGlobals {
  private static final ImmutableMap<String, PickleValue> ALLOWED =
      ImmutableMap.<String, PickleValue>builder()
          .put("collections OrderedDict", PickleValue.Function.ORDERED_DICT)
          .put("torch._utils _rebuild_tensor_v2", PickleValue.Function.REBUILD_TENSOR_V2)
          .put("torch._utils _rebuild_tensor_v3", PickleValue.Function.REBUILD_TENSOR_V3)
          .put("torch._utils _rebuild_parameter", PickleValue.Function.REBUILD_PARAMETER)
          .put("torch._utils _rebuild_parameter_with_state", PickleValue.Function.REBUILD_PARAMETER)
          .put("torch._tensor _rebuild_from_type_v2", PickleValue.Function.REBUILD_FROM_TYPE_V2)
          .put("torch Size", PickleValue.Function.SIZE)
          .put("torch device", PickleValue.Function.DEVICE)
          .put("torch Tensor", PickleValue.Function.TENSOR_CLASS)
          .put("torch.nn.parameter Parameter", PickleValue.Function.TENSOR_CLASS)
          .put("torch.nn.parameter Buffer", PickleValue.Function.TENSOR_CLASS)
          .put("torch.storage UntypedStorage", new PickleValue.StorageClass(null))
          .put("torch FloatStorage", new PickleValue.StorageClass(DType.FLOAT32))
          .put("torch DoubleStorage", new PickleValue.StorageClass(DType.FLOAT64))
          .put("torch HalfStorage", new PickleValue.StorageClass(DType.FLOAT16))
          .put("torch BFloat16Storage", new PickleValue.StorageClass(DType.BFLOAT16))
          .put("torch ByteStorage", new PickleValue.StorageClass(DType.UINT8))
          .put("torch CharStorage", new PickleValue.StorageClass(DType.INT8))
          .put("torch ShortStorage", new PickleValue.StorageClass(DType.INT16))
          .put("torch IntStorage", new PickleValue.StorageClass(DType.INT32))
          .put("torch LongStorage", new PickleValue.StorageClass(DType.INT64))
          .put("torch BoolStorage", new PickleValue.StorageClass(DType.BOOL))
          .buildOrThrow();

  private static final ImmutableMap<String, String> UNSUPPORTED =
      ImmutableMap.of(
          "torch ComplexFloatStorage", "complex tensors",
          "torch ComplexDoubleStorage", "complex tensors",
          "torch._utils _rebuild_qtensor", "quantized tensors of eager mode",
          "torch._utils _rebuild_sparse_tensor", "sparse tensors");

  private PickleGlobals() {}

  static PickleValue find(String module, String name, String where) {
    String key = module + " " + name;
    PickleValue value = ALLOWED.get(key);
    if (value != null) {
      return value;
    }
    if (module.equals("torch")) {
      for (DType type : DType.values()) {
        if (type.torchName().equals(name)) {
          return new PickleValue.TypeObject(type);
        }
      }
    }
    String what = UNSUPPORTED.get(key);
    if (what != null) {
      throw new FormatException(
          where + ": " + what + " are not supported (" + module + "." + name + ")");
    }
    throw new FormatException(
        String.format(
            Locale.ROOT,
            "%s: the pickle names '%s.%s', which is not among the names that are safe to read; save"
                + " the model with PyTorch 2.9 or newer, which writes plain tensors",
            where,
            module,
            name));
  }
}
