package dev.octet.export.pt2;

import dev.octet.program.FormatException;
import dev.octet.tensor.Tensor;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Tells what kind of archive a zip is, by its records, and finds the program and its tensors in it.
 */
final class Pt2Archive {
  private static final System.Logger LOGGER = System.getLogger(Pt2Archive.class.getName());
  private static final String FLAT_PROGRAM = "serialized_exported_program.json";

  /** Where the program lies, and its tensors. */
  record Parts(String programRecord, MemorySegment program, StoredTensors tensors) {}

  private Pt2Archive() {}

  static Parts open(ZipArchive zip, Arena arena) {
    return zip.has(FLAT_PROGRAM) ? flat(zip, arena) : foldered(zip, arena);
  }

  private static Parts flat(ZipArchive zip, Arena arena) {
    Map<String, Tensor> weights =
        PickledTensors.read(zip, flatRecord(zip, "serialized_state_dict"), arena);
    Map<String, Tensor> constants =
        PickledTensors.read(zip, flatRecord(zip, "serialized_constants"), arena);
    return new Parts(
        FLAT_PROGRAM, zip.bytes(FLAT_PROGRAM, arena, true), new StoredTensors(weights, constants));
  }

  /** The oldest files have the same pickles under another suffix. */
  private static String flatRecord(ZipArchive zip, String stem) {
    return zip.has(stem + ".json") ? stem + ".json" : stem + ".pt";
  }

  private static Parts foldered(ZipArchive zip, Arena arena) {
    String root = root(zip);
    String format = root + "/archive_format";
    if (!zip.has(format)) {
      throw foreign(zip, root);
    }
    String name = PickledTensors.text(zip.bytes(format, arena, true));
    if (!name.equals("pt2")) {
      throw new FormatException(
          zip.name()
              + ": archive_format is '"
              + name
              + "', expected 'pt2'; export the model with torch.export.save");
    }
    if (zip.has(root + "/archive_version")) {
      String version = PickledTensors.text(zip.bytes(root + "/archive_version", arena, true));
      if (!version.equals("0")) {
        throw new FormatException(
            zip.name()
                + ": archive_version is '"
                + version
                + "', this reader knows 0; export the model with PyTorch 2.13 or older");
      }
    }
    String model = model(zip, root);
    ByteOrder order = byteOrder(zip, root, arena);
    String program = root + "/models/" + model + ".json";
    return new Parts(
        program,
        zip.bytes(program, arena, true),
        new StoredTensors(
            tensors(zip, root, "weights", model, order, arena),
            tensors(zip, root, "constants", model, order, arena)));
  }

  private static Map<String, Tensor> tensors(
      ZipArchive zip, String root, String kind, String model, ByteOrder order, Arena arena) {
    String folder = root + "/data/" + kind + "/";
    if (zip.has(folder + model + ".pt")) {
      return PickledTensors.read(zip, folder + model + ".pt", arena);
    }
    String sister =
        folder
            + model
            + (kind.equals("weights")
                ? "_model_param_config.json"
                : "_model_constants_config.json");
    String config = zip.has(sister) ? sister : folder + model + "_" + kind + "_config.json";
    return new RawTensors(zip, order, arena).read(config, folder);
  }

  private static String model(ZipArchive zip, String root) {
    String folder = root + "/models/";
    List<String> models =
        zip.entries().stream()
            .map(ZipArchive.Entry::name)
            .filter(name -> name.startsWith(folder) && name.endsWith(".json"))
            .map(name -> name.substring(folder.length(), name.length() - ".json".length()))
            .toList();
    if (models.isEmpty() && zip.hasUnder(root + "/data/aotinductor/")) {
      throw new FormatException(
          zip.name()
              + ": this is an AOTInductor package, compiled code without a graph; save the program"
              + " itself with torch.export.save");
    }
    if (models.isEmpty()) {
      throw ZipArchive.damaged(zip.name(), "it holds no model (no record under '" + folder + "')");
    }
    if (models.size() > 1) {
      throw new FormatException(
          zip.name()
              + ": the archive holds "
              + models.size()
              + " models "
              + models
              + ", expected one; save the one you need with torch.export.save");
    }
    if (!models.get(0).equals("model")) {
      LOGGER.log(Level.DEBUG, "{0}: the model is called {1}", zip.name(), models.get(0));
    }
    return models.get(0);
  }

  private static FormatException foreign(ZipArchive zip, String root) {
    if (zip.has(root + "/constants.pkl") || zip.hasUnder(root + "/code/")) {
      return new FormatException(
          zip.name()
              + ": this is a TorchScript file (torch.jit.save), not an exported program; export the"
              + " model with torch.export.export and torch.export.save");
    }
    if (zip.has(root + "/data.pkl")) {
      return new FormatException(
          zip.name()
              + ": this is a torch.save file (weights or a pickled module), not an exported"
              + " program; use torch.export.save, or StateDict for weights alone as .safetensors");
    }
    return new FormatException(
        zip.name()
            + ": this zip file is no .pt2 archive: it has no record '"
            + root
            + "/archive_format'");
  }

  /** The folder that all records lie in, by the first record, as PyTorch finds it. */
  static String root(ZipArchive zip) {
    if (zip.entries().isEmpty()) {
      throw ZipArchive.damaged(zip.name(), "the archive is empty");
    }
    String first = zip.entries().get(0).name();
    int slash = first.indexOf('/');
    if (slash <= 0) {
      throw new FormatException(
          zip.name()
              + ": this zip file is no .pt2 archive: its first record '"
              + first
              + "' lies in no folder");
    }
    return first.substring(0, slash);
  }

  static ByteOrder byteOrder(ZipArchive zip, String root, Arena arena) {
    String record = root + "/byteorder";
    String order = zip.has(record) ? PickledTensors.text(zip.bytes(record, arena, true)) : "little";
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new FormatException(
              zip.name() + ": byteorder is '" + order + "', expected little or big");
    };
  }
}
