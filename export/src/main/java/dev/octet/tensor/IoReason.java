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

  /** A few words without the file's name: {@code there is no such file or folder}. */
  public static String of(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "access is denied";
      case FileAlreadyExistsException _ -> "there is a file of that name already";
      case NotDirectoryException _ -> "this is no folder";
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
