package dev.octet.export.pt2;

import com.google.common.primitives.Longs;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A {@code torch.save} archive of a dictionary of tensors: a pickle, and one record for each
 * storage.
 */
final class PickledTensors {
  private final ZipArchive zip;
  private final String root;
  private final ByteOrder order;
  private final Arena arena;
  private final Map<String, MemorySegment> storages = new HashMap<>();

  private PickledTensors(ZipArchive zip, String root, ByteOrder order, Arena arena) {
    this.zip = zip;
    this.root = root;
    this.order = order;
    this.arena = arena;
  }

  /** Reads a record of an outer archive; a record without bytes holds no tensors. */
  static Map<String, Tensor> read(ZipArchive outer, String record, Arena arena) {
    MemorySegment content = outer.bytes(record, arena, false);
    if (content.byteSize() == 0) {
      return Map.of();
    }
    String where = outer.name() + ", " + record;
    if (!ZipArchive.isZip(content)) {
      throw new FormatException(
          where + ": not a torch.save archive; files of PyTorch 1.5 and older are not supported");
    }
    ZipArchive zip = ZipArchive.open(content, where, outer.limits(), outer.budget());
    String root = Pt2Archive.root(zip);
    return new PickledTensors(zip, root, Pt2Archive.byteOrder(zip, root, arena), arena).tensors();
  }

  private Map<String, Tensor> tensors() {
    MemorySegment pickle = zip.bytes(root + "/data.pkl", arena, true);
    ReadLimits.check(pickle.byteSize(), Integer.MAX_VALUE - 16, "entryBytes", zip.name());
    Object value =
        new Unpickler(pickle.toArray(ValueLayout.JAVA_BYTE), zip.limits(), zip.name()).read();
    if (!(value instanceof Map<?, ?> map)) {
      throw new FormatException(
          zip.name()
              + ": the pickle holds "
              + PickleValue.describe(value)
              + ", expected a dictionary of tensors");
    }
    ReadLimits.check(map.size(), zip.limits().tensors(), "tensors", zip.name());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    map.forEach((key, element) -> {
      if (!(key instanceof String name) || !(element instanceof PickleValue.StoredTensor stored)) {
        throw new FormatException(
            String.format(
                Locale.ROOT,
                "%s: entry %s is %s, expected a tensor",
                zip.name(),
                PickleValue.describe(key),
                PickleValue.describe(element)));
      }
      tensors.put(name, tensor(stored, zip.name() + ", '" + name + "'"));
    });
    return tensors;
  }

  private Tensor tensor(PickleValue.StoredTensor stored, String where) {
    DType dtype = stored.dtype();
    MemorySegment storage =
        storages.computeIfAbsent(
            stored.storage().key() + "/" + dtype,
            _ ->
                TensorStorage.littleEndian(
                    zip.bytes(root + "/data/" + stored.storage().key(), arena, false),
                    order,
                    dtype,
                    arena));
    return TensorStorage.view(
        storage,
        dtype,
        Longs.toArray(stored.sizes()),
        Longs.toArray(stored.strides()),
        stored.offset(),
        zip.limits(),
        arena,
        where);
  }

  /** Text of a short record. */
  static String text(MemorySegment bytes) {
    return new String(
            bytes.asSlice(0, Math.min(bytes.byteSize(), 64)).toArray(ValueLayout.JAVA_BYTE),
            StandardCharsets.UTF_8)
        .strip();
  }
}
