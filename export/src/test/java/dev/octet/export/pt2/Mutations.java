package dev.octet.export.pt2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Damages archives in many ways, by a seed. */
final class Mutations {
  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "1e308",
          "99999999999999999999999",
          "null",
          "\"x\"",
          "[]",
          "{}",
          "true");
  private static final List<String> WORDS =
      List.of(
          "\"\"",
          "\"as_none\"",
          "\"as_tensors\"",
          "\"as_sym_int\"",
          "\"as_graph\"",
          "\"torch.ops.aten.add_.Tensor\"",
          "\"torch.ops.aten.view.default\"",
          "\"torch.ops.aten.\"",
          "\".\"",
          "\"#\"",
          "\"torch.ops.higher_order.wrap_with_set_grad_enabled\"",
          "\"Mul(Symbol('s0'), Pow(Integer(9), Integer(99)))\"",
          "\"\\u0000\"");

  private final SplittableRandom random;

  Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  byte[] mutate(byte[] archive) {
    return switch (random.nextInt(6)) {
      case 0 -> flipBits(archive);
      case 1 -> truncateOrRepeat(archive);
      case 2 -> editDirectory(archive);
      default -> editRecord(archive, 0);
    };
  }

  private byte[] flipBits(byte[] bytes) {
    byte[] result = bytes.clone();
    for (int i = random.nextInt(1, 9); i > 0 && result.length > 0; i--) {
      result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return result;
  }

  private byte[] truncateOrRepeat(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = random.nextInt(from, bytes.length);
    if (random.nextBoolean()) {
      return Arrays.copyOf(bytes, from);
    }
    byte[] result = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(bytes, to, result, from, bytes.length - to);
    return result;
  }

  /** Puts extreme numbers into the last part of the file, where the directory lies. */
  private byte[] editDirectory(byte[] bytes) {
    byte[] result = bytes.clone();
    int region = Math.min(result.length - 8, random.nextBoolean() ? 120 : 3000);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = result.length - 8 - random.nextInt(region);
      byte fill =
          (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(2) == 0 ? 0xff : random.nextInt(256));
      Arrays.fill(result, at, at + random.nextInt(1, 9), fill);
    }
    return result;
  }

  private byte[] editRecord(byte[] archive, int depth) {
    Map<String, byte[]> records = Archives.records(archive);
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, byte[]> record : records.entrySet()) {
      if (record.getKey().endsWith(".json")
          || record.getKey().endsWith(".pkl")
          || record.getKey().endsWith(".pt")
          || random.nextInt(8) == 0) {
        names.add(record.getKey());
      }
    }
    if (names.isEmpty()) {
      return flipBits(archive);
    }
    String name = names.get(random.nextInt(names.size()));
    byte[] content = java.util.Objects.requireNonNull(records.get(name));
    boolean json = content.length > 0 && (content[0] == '{' || content[0] == '[');
    boolean zip = content.length > 4 && content[0] == 'P' && content[1] == 'K';
    if (json) {
      records.put(
          name,
          editJson(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    } else if (zip && depth == 0) {
      records.put(name, random.nextInt(3) == 0 ? flipBits(content) : editRecord(content, 1));
    } else if (random.nextInt(20) == 0) {
      records.remove(name);
    } else if (content.length > 1) {
      records.put(name, random.nextBoolean() ? editPickle(content) : truncateOrRepeat(content));
    }
    return Archives.archive(records);
  }

  private byte[] editPickle(byte[] content) {
    byte[] result = content.clone();
    String codes = "}])(NJKMGXteasubcRQqrhj.\u0080\u0085\u0086\u0087\u0088\u008a";
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      result[random.nextInt(result.length)] =
          random.nextBoolean()
              ? (byte) codes.charAt(random.nextInt(codes.length()))
              : (byte) random.nextInt(256);
    }
    return result;
  }

  private String editJson(String text) {
    StringBuilder json = new StringBuilder(text);
    for (int i = random.nextInt(1, 4); i > 0 && json.length() > 10; i--) {
      int at = random.nextInt(json.length());
      switch (random.nextInt(6)) {
        case 0 -> json.deleteCharAt(at);
        case 1 -> json.setCharAt(at, (char) random.nextInt(32, 127));
        case 2 -> replaceNumber(json, at);
        case 3 -> replaceString(json, at);
        case 4 -> json.insert(at, "[".repeat(random.nextInt(1, 2000)));
        default ->
            json.insert(at, json.substring(at, Math.min(json.length(), at + random.nextInt(400))));
      }
    }
    return json.toString();
  }

  private void replaceNumber(StringBuilder json, int from) {
    int start = from;
    while (start < json.length() && !Character.isDigit(json.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < json.length() && Character.isDigit(json.charAt(end))) {
      end++;
    }
    json.replace(start, end, NUMBERS.get(random.nextInt(NUMBERS.size())));
  }

  private void replaceString(StringBuilder json, int from) {
    int start = json.indexOf("\"", from);
    int end = start < 0 ? -1 : json.indexOf("\"", start + 1);
    if (end > 0) {
      json.replace(start, end + 1, WORDS.get(random.nextInt(WORDS.size())));
    }
  }
}
