package dev.octet.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file or folder; an empty name, such as that of a variable that is not set, is none. */
final class FileName implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("the name is empty, expected that of a file or folder");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is no name of a file: " + e.getReason());
    }
  }

  /** The name of a model, which is a file or {@code zoo:NAME}. */
  static final class OfModel implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return new FileName().convert(text).toString();
    }
  }
}
