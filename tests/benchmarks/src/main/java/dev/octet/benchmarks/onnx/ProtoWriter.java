package dev.octet.benchmarks.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Writes one protobuf message, field by field: a tag, and a number or bytes with their length. */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ProtoWriter number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  ProtoWriter real(int field, float value) {
    tag(field, FIXED32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(bits >>> shift);
    }
    return this;
  }

  ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoWriter bytes(int field, byte[] value) {
    tag(field, LENGTH);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** A repeated field of numbers, each on its own. */
  ProtoWriter numbers(int field, List<Long> values) {
    values.forEach(value -> number(field, value));
    return this;
  }

  ProtoWriter message(int field, Consumer<ProtoWriter> content) {
    ProtoWriter inner = new ProtoWriter();
    content.accept(inner);
    tag(field, LENGTH);
    varint(inner.out.size());
    out.writeBytes(inner.toBytes());
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void tag(int field, int kind) {
    varint(((long) field << 3) | kind);
  }

  /** Seven bits in each byte, the lowest first; all but the last have the top bit set. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
