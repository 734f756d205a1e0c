package dev.octet.program;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * How Python containers nest around the flat list of arguments or results.
 *
 * @param type the container's registered name, {@code builtins.tuple}; empty for a leaf
 * @param context JSON text that belongs to the type: the keys of a dict; {@code null} where there
 *     is none
 */
public record TreeSpec(Optional<String> type, String context, ImmutableList<TreeSpec> children) {
  public static final TreeSpec LEAF = new TreeSpec(Optional.empty(), "null", ImmutableList.of());

  public static TreeSpec tuple(List<TreeSpec> children) {
    return new TreeSpec(Optional.of("builtins.tuple"), "null", ImmutableList.copyOf(children));
  }

  /**
   * The tree of a call with positional arguments alone: a tuple of a tuple of leaves and an empty
   * dict.
   */
  public static TreeSpec positional(int arguments) {
    TreeSpec dict = new TreeSpec(Optional.of("builtins.dict"), "[]", ImmutableList.of());
    return tuple(List.of(tuple(java.util.Collections.nCopies(arguments, LEAF)), dict));
  }

  /** How many leaves there are. */
  public int leaves() {
    return type.isEmpty() ? 1 : children.stream().mapToInt(TreeSpec::leaves).sum();
  }
}
