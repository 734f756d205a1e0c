package dev.octet.tensor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why a file could not be read or written, for messages that name the file themselves. The messages
 * of the JDK repeat the file, or are nothing but its name.
 */
public final class IoReason {
  private IoReason() {}

  /** A few words without the file's name: {@code no such file or directory}. */
  public static String of(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "access denied";
      case FileAlreadyExistsException _ -> "exists already";
      case NotDirectoryException _ -> "not a directory";
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
