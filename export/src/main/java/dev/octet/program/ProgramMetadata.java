package dev.octet.program;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * What a file says about a program beside its graph; kept so that writing gives it back.
 *
 * @param verifiers the dialect by PyTorch's name: {@code TRAINING} or {@code ATEN}
 * @param producer the PyTorch version that wrote it, or Octet's
 * @param argumentNames names of the positional arguments, where they are known
 * @param guards conditions on the inputs, as Python text; not evaluated
 * @param opsetVersions operator set versions by namespace
 * @param modules dotted paths of all modules, outermost first, as the file lists them
 * @param namedTuples field names of the named tuples that the tree specs mention, by registered
 *     type name
 */
public record ProgramMetadata(
    ImmutableList<String> verifiers,
    String producer,
    Optional<ImmutableList<String>> argumentNames,
    ImmutableList<String> guards,
    ImmutableMap<String, Integer> opsetVersions,
    ImmutableList<String> modules,
    ImmutableMap<String, ImmutableList<String>> namedTuples) {

  /** Of a program without named tuples. */
  public ProgramMetadata(
      ImmutableList<String> verifiers,
      String producer,
      Optional<ImmutableList<String>> argumentNames,
      ImmutableList<String> guards,
      ImmutableMap<String, Integer> opsetVersions,
      ImmutableList<String> modules) {
    this(verifiers, producer, argumentNames, guards, opsetVersions, modules, ImmutableMap.of());
  }

  /** Of a program that was traced here rather than read. */
  public static ProgramMetadata traced(
      ImmutableList<String> argumentNames, ImmutableList<String> modules) {
    return new ProgramMetadata(
        ImmutableList.of("TRAINING"),
        "octet",
        Optional.of(argumentNames),
        ImmutableList.of(),
        ImmutableMap.of("aten", 10),
        modules);
  }
}
