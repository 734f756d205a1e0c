package dev.octet.export.pt2;

import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle can hold beside strings, numbers, lists and maps. A name of Python code becomes one
 * of these or is refused; nothing is ever run.
 */
sealed interface PickleValue {
  /** Python's None. */
  enum None implements PickleValue {
    NONE
  }

  /** A mark on the stack. */
  enum Mark implements PickleValue {
    MARK
  }

  record Tuple(List<Object> elements) implements PickleValue {}

  /** A class of typed storages; no type for the untyped one. */
  record StorageClass(@Nullable DType dtype) implements PickleValue {}

  record TypeObject(DType dtype) implements PickleValue {}

  /** A function or class that a pickle may call. */
  enum Function implements PickleValue {
    REBUILD_TENSOR_V2,
    REBUILD_TENSOR_V3,
    REBUILD_PARAMETER,
    REBUILD_FROM_TYPE_V2,
    ORDERED_DICT,
    SIZE,
    DEVICE,
    /** A tensor class, named as an argument. */
    TENSOR_CLASS
  }

  record Device(String name) implements PickleValue {}

  record Storage(String key, @Nullable DType dtype, long elements) implements PickleValue {}

  record StoredTensor(
      Storage storage, DType dtype, long offset, List<Long> sizes, List<Long> strides)
      implements PickleValue {}

  /** A short text for messages. */
  static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case String text -> "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
      case Map<?, ?> map -> "a dictionary of " + map.size();
      case List<?> list -> "a list of " + list.size();
      case Tuple(List<Object> elements) -> "a tuple of " + elements.size();
      case StoredTensor _ -> "a tensor";
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}
