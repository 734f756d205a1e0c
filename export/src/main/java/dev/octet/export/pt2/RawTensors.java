package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.op.TensorType;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The raw layout's tensors: a JSON table from names to records and views of them. A record is a
 * whole storage; names that share a record share memory here too.
 */
final class RawTensors {
  private record Storage(String record, DType dtype) {}

  private final ZipArchive zip;
  private final ByteOrder order;
  private final Arena arena;
  private final TypeReader types = new TypeReader();
  private final Map<Storage, MemorySegment> storages = new HashMap<>();

  RawTensors(ZipArchive zip, ByteOrder order, Arena arena) {
    this.zip = zip;
    this.order = order;
    this.arena = arena;
  }

  /** Reads the table {@code config}; its records lie beside it, in {@code folder}. */
  Map<String, Tensor> read(String config, String folder) {
    String where = zip.name() + ", " + config;
    JsonNode table =
        Fields.object(
            new JsonDocuments(zip.limits()).tree(zip.bytes(config, arena, true), where),
            "config",
            where);
    ReadLimits.check(table.size(), zip.limits().tensors(), "tensors", where);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      String place = where + ", '" + entry.getKey() + "'";
      JsonNode payload = Fields.asObject(entry.getValue(), place);
      String path = Fields.text(payload, "path_name", place);
      if (!Fields.has(payload, "tensor_meta")) {
        // A TorchScript or Python object. Programs with one are read and printed; running them is
        // refused where it is needed.
        continue;
      }
      if (Fields.has(payload, "use_pickle") && Fields.asBoolean(payload.get("use_pickle"), place)) {
        throw new FormatException(
            place
                + ": the tensor is a pickled Python subclass, which cannot be read; convert it to a"
                + " plain tensor before exporting");
      }
      tensors.put(entry.getKey(), tensor(payload.get("tensor_meta"), folder + path, place));
    }
    return tensors;
  }

  private Tensor tensor(JsonNode meta, String record, String where) {
    TensorType type = types.tensor(meta, where);
    Storage key = new Storage(record, type.dtype());
    MemorySegment storage = storages.get(key);
    if (storage == null) {
      storage =
          TensorStorage.littleEndian(zip.bytes(record, arena, false), order, type.dtype(), arena);
      storages.put(key, storage);
    }
    long[] sizes = constants(type.sizes(), where);
    long[] strides =
        Fields.has(meta, "strides")
            ? constants(types.symInts(Fields.array(meta, "strides", where), where), where)
            : Shape.of(sizes).contiguousStrides();
    long offset =
        Fields.has(meta, "storage_offset")
            ? constants(List.of(types.symInt(meta.get("storage_offset"), where)), where)[0]
            : 0;
    return TensorStorage.view(
        storage, type.dtype(), sizes, strides, offset, zip.limits(), arena, where);
  }

  private static long[] constants(List<SymInt> values, String where) {
    for (SymInt value : values) {
      if (!value.isConstant()) {
        throw new FormatException(
            where + ": a stored tensor has the symbolic size or stride " + value);
      }
    }
    return values.stream().mapToLong(SymInt::constant).toArray();
  }
}
