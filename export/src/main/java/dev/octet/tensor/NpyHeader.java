package dev.octet.tensor;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file: magic, version, length, and a Python dict literal with {@code
 * descr}, {@code fortran_order} and {@code shape}.
 *
 * @param dataStart offset of the first element in the file
 */
record NpyHeader(DType dtype, boolean bigEndian, boolean fortranOrder, Shape shape, int dataStart) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Longer headers belong to structured arrays, which are not supported. */
  private static final int MAX_HEADER = 65_536;

  private static final int MAX_RANK = 64;

  private static final ImmutableMap<String, DType> TYPES =
      ImmutableMap.<String, DType>builder()
          .put("f4", DType.FLOAT32)
          .put("f8", DType.FLOAT64)
          .put("f2", DType.FLOAT16)
          .put("i1", DType.INT8)
          .put("u1", DType.UINT8)
          .put("i2", DType.INT16)
          .put("i4", DType.INT32)
          .put("i8", DType.INT64)
          .put("b1", DType.BOOL)
          .buildOrThrow();

  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=])([a-zA-Z]\\w*)['\"]");

  /** NumPy's letter of elements that are objects of Python. */
  private static final String OBJECT = "O";

  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9, L]*)\\)");

  /**
   * The fixed part, {@code bytes[0..11]}, tells how long the header is: the offset of the first
   * element.
   */
  static int dataStart(byte[] prefix, String what) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (prefix.length < 12 || prefix[i] != MAGIC[i]) {
        throw new InputException(what + " is not a .npy file: it does not start with \\x93NUMPY");
      }
    }
    long length = (prefix[8] & 0xff) | (prefix[9] & 0xff) << 8;
    int start = 10;
    if (prefix[6] >= 2) {
      length |= (long) (prefix[10] & 0xff) << 16 | (long) (prefix[11] & 0xff) << 24;
      start = 12;
    }
    if (prefix[6] < 1 || prefix[6] > 3) {
      throw new InputException(
          what + ": .npy version " + prefix[6] + " is not supported, expected 1 to 3");
    }
    if (length > MAX_HEADER) {
      throw new InputException(
          what + ": the .npy header has " + length + " bytes, at most " + MAX_HEADER + " are read");
    }
    return (int) (start + length);
  }

  /** Reads the whole header, {@code bytes[0..dataStart − 1]}. */
  static NpyHeader parse(byte[] bytes, int dataStart, String what) {
    int start = bytes[6] == 1 ? 10 : 12;
    String text = new String(bytes, start, dataStart - start, StandardCharsets.UTF_8);
    Matcher descr = find(DESCR, text, "'descr' of a plain element type", what);
    String order = find(ORDER, text, "'fortran_order'", what).group(1);
    String sizes = find(SHAPE, text, "'shape'", what).group(1);
    DType dtype = TYPES.get(descr.group(2));
    if (dtype == null) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: element type '%s' is not supported%s; supported: %s",
              what,
              descr.group(2),
              descr.group(2).equals(OBJECT)
                  ? " (objects of Python; write the array with a type of numbers)"
                  : "",
              TYPES.keySet()));
    }
    List<Long> shape = new ArrayList<>();
    for (String size : Splitter.on(',').split(sizes.replace("L", ""))) {
      if (!size.isBlank()) {
        shape.add(parseSize(size.strip(), what));
      }
    }
    if (shape.size() > MAX_RANK) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %d dimensions, at most %d are read", what, shape.size(), MAX_RANK));
    }
    boolean bigEndian = descr.group(1).equals(">");
    return new NpyHeader(dtype, bigEndian, order.equals("True"), Shape.of(shape), dataStart);
  }

  private static long parseSize(String size, String what) {
    try {
      return Long.parseLong(size);
    } catch (NumberFormatException e) {
      throw new InputException(
          what + ": size '" + size + "' in the .npy header is no number of 64 bits", e);
    }
  }

  private static Matcher find(Pattern pattern, String text, String expected, String what) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: the .npy header has no %s: %s", what, expected, text.strip()));
    }
    return matcher;
  }

  /**
   * The bytes of a version 1.0 header for a contiguous little-endian tensor; the data start at a
   * multiple of 64.
   */
  static byte[] write(Tensor tensor) {
    String code = null;
    for (var entry : TYPES.entrySet()) {
      if (entry.getValue() == tensor.dtype()) {
        code = entry.getKey();
      }
    }
    if (code == null) {
      throw new InputException(
          "NumPy has no element type for "
              + tensor.dtype()
              + "; convert the tensor to f32 before writing it");
    }
    String sizes = tensor.shape().toString();
    String inner = sizes.substring(1, sizes.length() - 1);
    String dict =
        String.format(
            Locale.ROOT,
            "{'descr': '%s%s', 'fortran_order': False, 'shape': (%s), }",
            tensor.dtype().bytes() == 1 ? "|" : "<",
            code,
            tensor.shape().rank() == 1 ? inner + "," : inner);
    int length = (10 + dict.length() + 1 + 63) / 64 * 64 - 10;
    byte[] header = new byte[10 + length];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[8] = (byte) length;
    header[9] = (byte) (length >> 8);
    byte[] text =
        (dict + " ".repeat(length - dict.length() - 1) + "\n").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, header, 10, text.length);
    return header;
  }
}
