package dev.octet.report.layout;

import com.google.common.base.Preconditions;

/**
 * An edge between two boxes, by their positions in the list; it leads from an earlier one to a
 * later one.
 */
public record Link(int from, int to) {
  public Link {
    Preconditions.checkArgument(0 <= from && from < to, "a link from %s to %s", from, to);
  }
}
