package dev.octet.reliability;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files in many ways, the same for the same seed. */
final class Damage {
  /** What takes the place of a number or of a word in a text. */
  private static final List<String> EXTREMES =
      List.of(
          "-1",
          "0",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "1e308",
          "1e-320",
          "99999999999999999999999",
          "null",
          "\"\"",
          "\"x\"",
          "\"\\u0000\"",
          "[]",
          "{}",
          "true");

  private static final int[] BYTES = {0, 1, 0x7f, 0x80, 0xff, '{', '[', '"', '\'', '(', ',', '\n'};

  private final SplittableRandom random;

  Damage(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Damages the bytes.
   *
   * @param text how many bytes from {@code start} on are text, which is damaged as text now and
   *     then
   */
  byte[] of(byte[] file, int start, int text) {
    return switch (random.nextInt(text > 0 ? 6 : 3)) {
      case 0 -> flipBits(file);
      case 1 -> cut(file);
      case 2 -> overwrite(file);
      default -> {
        int edits = random.nextInt(1, 4);
        byte[] result = file;
        int length = text;
        for (int i = 0; i < edits && length > 0; i++) {
          byte[] edited = editText(result, start, length);
          length += edited.length - result.length;
          result = edited;
        }
        yield result;
      }
    };
  }

  private byte[] flipBits(byte[] file) {
    byte[] result = file.clone();
    for (int i = random.nextInt(1, 9); i > 0 && result.length > 0; i--) {
      result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return result;
  }

  /** The file without its end, or without a part in the middle. */
  private byte[] cut(byte[] file) {
    int from = random.nextInt(file.length);
    int to = random.nextBoolean() ? file.length : random.nextInt(from, file.length);
    return spliced(file, from, to, new byte[0]);
  }

  /** Bytes with a meaning, most of them near the start, where headers are. */
  private byte[] overwrite(byte[] file) {
    byte[] result = file.clone();
    int reach = random.nextBoolean() ? Math.min(result.length, 160) : result.length;
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(reach);
      byte fill = (byte) BYTES[random.nextInt(BYTES.length)];
      Arrays.fill(result, at, Math.min(result.length, at + random.nextInt(1, 9)), fill);
    }
    return result;
  }

  private byte[] editText(byte[] file, int start, int length) {
    int at = start + random.nextInt(length);
    int end = start + length;
    return switch (random.nextInt(4)) {
      case 0 -> spliced(file, at, Math.min(end, at + random.nextInt(1, 20)), new byte[0]);
      case 1 -> {
        byte[] again = Arrays.copyOfRange(file, at, Math.min(end, at + random.nextInt(200)));
        yield spliced(file, at, at, again);
      }
      case 2 -> spliced(file, at, at, bytes("[".repeat(random.nextInt(1, 2000))));
      default -> {
        int from = at;
        while (from < end && !isWord(file[from])) {
          from++;
        }
        int to = from;
        while (to < end && isWord(file[to])) {
          to++;
        }
        yield spliced(file, from, to, bytes(EXTREMES.get(random.nextInt(EXTREMES.size()))));
      }
    };
  }

  private static boolean isWord(byte b) {
    return Character.isLetterOrDigit(b & 0xff) || b == '.' || b == '-';
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] file, int from, int to, byte[] between) {
    byte[] result = new byte[from + between.length + file.length - to];
    System.arraycopy(file, 0, result, 0, from);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(file, to, result, from + between.length, file.length - to);
    return result;
  }
}
