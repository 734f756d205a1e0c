package dev.octet.export.pt2;

import dev.octet.program.FormatException;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the allowed functions of a pickle give; all of them only put data together. */
final class PickleCalls {
  private PickleCalls() {}

  static Object call(Object function, PickleValue.Tuple arguments, String where) {
    List<Object> given = arguments.elements();
    if (!(function instanceof PickleValue.Function known)) {
      throw malformed(where, "it calls " + PickleValue.describe(function));
    }
    return switch (known) {
      case ORDERED_DICT -> {
        if (!given.isEmpty()) {
          throw malformed(where, "an OrderedDict is made with arguments");
        }
        yield new LinkedHashMap<Object, Object>();
      }
      case REBUILD_TENSOR_V2 -> tensor(given, null, where);
      case REBUILD_TENSOR_V3 -> {
        if (given.size() < 7 || !(given.get(6) instanceof PickleValue.TypeObject(DType dtype))) {
          throw malformed(where, "_rebuild_tensor_v3 is called without an element type");
        }
        yield tensor(given, dtype, where);
      }
      case REBUILD_PARAMETER -> {
        if (given.isEmpty() || !(given.get(0) instanceof PickleValue.StoredTensor tensor)) {
          throw malformed(where, "a parameter is made of something that is no tensor");
        }
        yield tensor;
      }
      case REBUILD_FROM_TYPE_V2 -> {
        // (function, type, arguments, attributes); the attributes of a tensor are no part of its
        // value.
        if (given.size() < 3
            || !(given.get(2) instanceof PickleValue.Tuple inner)
            || given.get(0) == PickleValue.Function.REBUILD_FROM_TYPE_V2) {
          throw malformed(
              where, "_rebuild_from_type_v2 is called with other arguments than it takes");
        }
        yield call(given.get(0), inner, where);
      }
      case SIZE -> given.isEmpty() ? new PickleValue.Tuple(List.of()) : given.get(0);
      case DEVICE ->
          new PickleValue.Device(
              !given.isEmpty() && given.get(0) instanceof String name ? name : "cpu");
      case TENSOR_CLASS -> throw malformed(where, "a tensor class is called");
    };
  }

  private static PickleValue.StoredTensor tensor(
      List<Object> given, @Nullable DType dtype, String where) {
    if (given.size() < 4
        || !(given.get(0) instanceof PickleValue.Storage storage)
        || !(given.get(1) instanceof Long offset)
        || !(given.get(2) instanceof PickleValue.Tuple sizes)
        || !(given.get(3) instanceof PickleValue.Tuple strides)) {
      throw malformed(
          where, "a tensor is made of other parts than storage, offset, sizes and strides");
    }
    DType type = dtype != null ? dtype : storage.dtype();
    if (type == null) {
      throw malformed(where, "a tensor has an untyped storage");
    }
    return new PickleValue.StoredTensor(
        storage, type, offset, longs(sizes, where), longs(strides, where));
  }

  private static List<Long> longs(PickleValue.Tuple tuple, String where) {
    List<Long> values = new ArrayList<>();
    for (Object element : tuple.elements()) {
      if (!(element instanceof Long value)) {
        throw malformed(where, "a size or stride is " + PickleValue.describe(element));
      }
      values.add(value);
    }
    return values;
  }

  /** The storage that a persistent id names: ('storage', class, key, device, elements). */
  static PickleValue.Storage storage(Object id, String where) {
    if (id instanceof PickleValue.Tuple(List<Object> parts)
        && parts.size() == 5
        && parts.get(0).equals("storage")
        && parts.get(1) instanceof PickleValue.StorageClass(DType dtype)
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements) {
      return new PickleValue.Storage(key, dtype, elements);
    }
    throw malformed(
        where, "a persistent id is " + PickleValue.describe(id) + ", expected a storage");
  }

  static FormatException malformed(String where, String what) {
    return new FormatException(where + ": the pickle is malformed: " + what);
  }
}
