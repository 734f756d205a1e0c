package dev.octet.export.pt2;

import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the subset of pickle protocol 2 that {@code torch.save} writes for tensors. Values are
 * strings, Longs, Doubles, Booleans, lists, maps and {@link PickleValue}s. Any other instruction
 * and any name outside {@link PickleGlobals} is refused.
 */
final class Unpickler {
  private final ByteBuffer input;
  private final ReadLimits limits;
  private final String where;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  Unpickler(byte[] pickle, ReadLimits limits, String where) {
    this.input = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.limits = limits;
    this.where = where;
  }

  /** The value that the pickle leaves on its stack. */
  Object read() {
    try {
      long count = 0;
      while (true) {
        ReadLimits.check(++count, limits.pickleOps(), "pickleOps", where);
        int code = input.get() & 0xff;
        if (code == '.') {
          return pop();
        }
        step(code);
      }
    } catch (java.nio.BufferUnderflowException e) {
      throw new FormatException(where + ": the pickle is cut off", e);
    }
  }

  private void step(int code) {
    switch (code) {
      case 0x80 -> protocol(input.get());
      case '}' -> stack.add(new LinkedHashMap<Object, Object>());
      case ']' -> stack.add(new ArrayList<Object>());
      case ')' -> stack.add(new PickleValue.Tuple(List.of()));
      case '(' -> stack.add(PickleValue.Mark.MARK);
      case 'N' -> stack.add(PickleValue.None.NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) input.getInt());
      case 'K' -> stack.add((long) (input.get() & 0xff));
      case 'M' -> stack.add((long) (input.getShort() & 0xffff));
      case 0x8a -> stack.add(longInteger(input.get() & 0xff));
      case 'G' -> stack.add(input.slice(take(8), 8).order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X' -> stack.add(text(input.getInt()));
      case 't' -> stack.add(new PickleValue.Tuple(List.copyOf(popToMark())));
      case 0x85 -> stack.add(new PickleValue.Tuple(popLast(1)));
      case 0x86 -> stack.add(new PickleValue.Tuple(popLast(2)));
      case 0x87 -> stack.add(new PickleValue.Tuple(popLast(3)));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popToMark());
      case 'b' ->
          pop(); // The state of an OrderedDict or a tensor: attributes, no part of the value.
      case 'c' -> stack.add(PickleGlobals.find(line(), line(), where));
      case 'R' -> reduce();
      case 'Q' -> stack.add(PickleCalls.storage(pop(), where));
      case 'q' -> memo.put(input.get() & 0xff, top());
      case 'r' -> memo.put(input.getInt(), top());
      case 'h' -> recall(input.get() & 0xff);
      case 'j' -> recall(input.getInt());
      default ->
          throw PickleCalls.malformed(
              where,
              String.format(
                  Locale.ROOT,
                  "instruction 0x%02x at byte %d is not one that torch.save writes",
                  code,
                  input.position() - 1));
    }
  }

  private void protocol(byte version) {
    if (version != 2) {
      throw new FormatException(where + ": pickle protocol " + version + ", expected 2");
    }
  }

  private int take(int bytes) {
    int start = input.position();
    if (bytes < 0 || bytes > input.remaining()) {
      throw PickleCalls.malformed(
          where, "a value of " + bytes + " bytes at byte " + start + " reaches beyond the end");
    }
    input.position(start + bytes);
    return start;
  }

  private long longInteger(int bytes) {
    if (bytes > 8) {
      throw PickleCalls.malformed(where, "an integer has " + bytes + " bytes, expected at most 8");
    }
    int start = take(bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = i == bytes - 1 ? input.get(start + i) : value << 8 | (input.get(start + i) & 0xff);
    }
    return value;
  }

  private String text(int length) {
    int start = take(length);
    return new String(input.array(), start, length, StandardCharsets.UTF_8);
  }

  private String line() {
    int start = input.position();
    while (input.get() != '\n') {
      if (input.position() - start > 200) {
        throw PickleCalls.malformed(where, "a name is longer than 200 bytes");
      }
    }
    return new String(input.array(), start, input.position() - 1 - start, StandardCharsets.UTF_8);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw PickleCalls.malformed(where, "its stack is empty");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<Object> popLast(int count) {
    if (stack.size() < count) {
      throw PickleCalls.malformed(
          where, "its stack holds " + stack.size() + " values, expected " + count);
    }
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> values = List.copyOf(tail);
    tail.clear();
    return values;
  }

  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(PickleValue.Mark.MARK);
    if (mark < 0) {
      throw PickleCalls.malformed(where, "its stack holds no mark");
    }
    List<Object> values = popLast(stack.size() - 1 - mark);
    pop();
    return values;
  }

  private void append(List<Object> values) {
    if (!(top() instanceof ArrayList<?>)) {
      throw PickleCalls.malformed(where, "a value is appended to " + PickleValue.describe(top()));
    }
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) top();
    list.addAll(values);
  }

  private void setItems(List<Object> values) {
    if (!(top() instanceof LinkedHashMap<?, ?>) || values.size() % 2 != 0) {
      throw PickleCalls.malformed(where, "items are put into " + PickleValue.describe(top()));
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < values.size(); i += 2) {
      // Containers as keys would hash themselves, possibly without end.
      if (!(values.get(i) instanceof String) && !(values.get(i) instanceof Long)) {
        throw PickleCalls.malformed(
            where,
            "a key is "
                + PickleValue.describe(values.get(i))
                + ", expected a string or an integer");
      }
      map.put(values.get(i), values.get(i + 1));
    }
  }

  private void reduce() {
    Object arguments = pop();
    Object function = pop();
    if (!(arguments instanceof PickleValue.Tuple tuple)) {
      throw PickleCalls.malformed(
          where, "a call has " + PickleValue.describe(arguments) + " for arguments");
    }
    stack.add(PickleCalls.call(function, tuple, where));
  }

  private void recall(int key) {
    Object value = memo.get(key);
    if (value == null) {
      throw PickleCalls.malformed(where, "it recalls value " + key + ", which was never stored");
    }
    stack.add(value);
  }
}
