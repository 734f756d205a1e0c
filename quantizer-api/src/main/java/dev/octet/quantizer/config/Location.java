package dev.octet.quantizer.config;

import dev.octet.tensor.InputException;
import java.util.function.Supplier;

/**
 * A place in a document, {@code config.json: rules[2].config.weight}.
 *
 * @param source the file, or what else the document is
 * @param path empty for the document as a whole
 */
record Location(String source, String path) {
  static Location root(String source) {
    return new Location(source, "");
  }

  Location field(String name) {
    return new Location(source, path.isEmpty() ? name : path + "." + name);
  }

  Location element(int index) {
    return new Location(source, path + "[" + index + "]");
  }

  ConfigException error(String message) {
    return new ConfigException(this + ": " + message);
  }

  /** What the supplier makes; if it refuses, the error says where. */
  <T> T make(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (ConfigException e) {
      throw e;
    } catch (InputException e) {
      throw new ConfigException(this + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return path.isEmpty() ? source : source + ": " + path;
  }
}
