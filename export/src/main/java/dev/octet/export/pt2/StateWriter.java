package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the tensors of one table: a record for each storage, and the JSON that says which part of
 * which record each name is. Of a storage only the range that its tensors reach is written.
 */
final class StateWriter {
  /** Memory by place: tensors that look into the same memory as the same type share a record. */
  private record Key(Optional<Object> array, long address, long bytes, DType dtype) {}

  /** A record to be, and the range of elements in it that is used. */
  private static final class Storage {
    final String record;
    final Tensor first;
    long low = Long.MAX_VALUE;
    long high;

    Storage(String record, Tensor first) {
      this.record = record;
      this.first = first;
    }

    void reach(Tensor tensor) {
      if (tensor.elements() == 0) {
        return;
      }
      long last = tensor.offset();
      long[] strides = tensor.strides();
      for (int i = 0; i < strides.length; i++) {
        last += (tensor.shape().size(i) - 1) * strides[i];
      }
      low = Math.min(low, tensor.offset());
      high = Math.max(high, last + 1);
    }

    MemorySegment bytes() {
      long width = first.dtype().bytes();
      return high == 0
          ? MemorySegment.ofArray(new byte[0])
          : first.storage().asSlice(low * width, (high - low) * width);
    }
  }

  private final Map<Key, Storage> storages = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors;
  private final Set<String> parameters;

  /**
   * @param tensors in the order of the table
   * @param recordPrefix {@code weight_} or {@code tensor_}
   * @param parameters which of the names are parameters
   */
  StateWriter(Map<String, Tensor> tensors, String recordPrefix, Set<String> parameters) {
    this.tensors = tensors;
    this.parameters = parameters;
    for (Tensor tensor : tensors.values()) {
      Storage storage =
          storages.computeIfAbsent(
              key(tensor), _ -> new Storage(recordPrefix + storages.size(), tensor));
      storage.reach(tensor);
    }
  }

  private static Key key(Tensor tensor) {
    MemorySegment memory = tensor.storage();
    return new Key(memory.heapBase(), memory.address(), memory.byteSize(), tensor.dtype());
  }

  void write(ZipWriter zip, String folder, String config) throws IOException {
    for (Storage storage : storages.values()) {
      zip.add(folder + storage.record, storage.bytes());
    }
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    try (JsonGenerator json = ProgramWriter.generator(table)) {
      TypeWriter types = new TypeWriter(json, Hints.NONE);
      json.writeStartObject();
      json.writeObjectFieldStart("config");
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor tensor = entry.getValue();
        Storage storage = java.util.Objects.requireNonNull(storages.get(key(tensor)));
        boolean parameter = parameters.contains(entry.getKey());
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("path_name", storage.record);
        json.writeBooleanField("is_param", parameter);
        json.writeBooleanField("use_pickle", false);
        json.writeFieldName("tensor_meta");
        types.stored(
            tensor,
            tensor.elements() == 0 ? 0 : tensor.offset() - storage.low,
            parameter && tensor.dtype().isFloatingPoint());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    zip.add(folder + config, MemorySegment.ofArray(table.toByteArray()));
  }
}
