package dev.octet.lowering.opencl.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.library.UserCache;
import dev.octet.lowering.opencl.template.LocalTile;
import dev.octet.lowering.opencl.template.RegisterTile;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.tensor.InputException;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The file with the best tiling of a device: JSON, in {@code octet.tuning.cache} or in the user's
 * cache folder. One that is damaged, of another version, device or driver counts as none.
 */
public final class TilingFile {
  private static final String PROPERTY = "octet.tuning.cache";

  /** To be raised when the format changes, or the kernels so much that old choices are void. */
  private static final int VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TilingFile() {}

  /** Where the file of a device is, or would be. */
  public static Path path(DeviceDescription device) {
    String key = Hashing.sha256().hashString(identity(device), StandardCharsets.UTF_8).toString();
    return UserCache.folder(PROPERTY, "tuning").resolve(key.substring(0, 16) + ".json");
  }

  private static String identity(DeviceDescription device) {
    return String.join(
        "\n", device.platform(), device.platformVersion(), device.name(), device.driver());
  }

  /**
   * Keeps a tiling.
   *
   * @throws InputException if the file cannot be written
   */
  public static void write(DeviceDescription device, Tiling tiling) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", VERSION);
    root.put("device", identity(device));
    root.put("in_local_memory", tiling.inLocalMemory());
    ObjectNode registers = root.putObject("registers");
    registers.put("rows", tiling.registers().rows());
    registers.put("lanes", tiling.registers().lanes());
    registers.put("vectors", tiling.registers().vectors());
    registers.put("wide", tiling.registers().wide());
    ObjectNode local = root.putObject("local");
    local.put("items", tiling.local().items());
    local.put("each", tiling.local().each());
    local.put("depth", tiling.local().depth());
    Path path = path(device);
    try {
      byte[] text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
      Files.createDirectories(path.getParent());
      ReplacingFile.writeBytes(path, text);
    } catch (IOException e) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s cannot be written: %s; name a folder that can be with the property %s",
              path,
              IoReason.of(e),
              PROPERTY),
          e);
    }
  }

  /** The tiling that was kept for a device. */
  public static Optional<Tiling> read(DeviceDescription device) {
    Path path = path(device);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      return read(MAPPER.readTree(Files.readAllBytes(path)), device);
    } catch (IOException e) {
      return Optional.empty(); // damaged: as if it was not there
    }
  }

  private static Optional<Tiling> read(JsonNode root, DeviceDescription device) {
    if (root.path("version").asInt() != VERSION
        || !root.path("device").asText().equals(identity(device))
        || !root.path("in_local_memory").isBoolean()
        || !root.path("registers").path("wide").isBoolean()) {
      return Optional.empty();
    }
    JsonNode registers = root.path("registers");
    JsonNode local = root.path("local");
    Tiling tiling =
        new Tiling(
            root.path("in_local_memory").asBoolean(),
            new RegisterTile(
                registers.path("rows").asInt(),
                registers.path("lanes").asInt(),
                registers.path("vectors").asInt(),
                registers.path("wide").asBoolean()),
            new LocalTile(
                local.path("items").asInt(),
                local.path("each").asInt(),
                local.path("depth").asInt()));
    return tiling.registers().isPossible()
            && tiling.local().fits(device.maxWorkGroupSize(), device.localMemory())
        ? Optional.of(tiling)
        : Optional.empty();
  }
}
