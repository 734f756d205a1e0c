package dev.octet.lowering.plan;

import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.kernel.Frame;

/** Who is shown the values of the run that a frame is used for. */
final class Audience {
  ValueListener listener = ValueListener.NONE;

  static Audience of(Frame frame) {
    return frame.attachment(Audience.class, Audience::new);
  }
}
