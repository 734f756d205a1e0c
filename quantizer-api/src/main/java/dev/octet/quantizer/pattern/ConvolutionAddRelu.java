package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import java.util.List;
import java.util.Optional;

/**
 * Convolution, addition, ReLU: a residual block's end. The other summand is quantized too, so that
 * a backend can add it in integers.
 */
public record ConvolutionAddRelu() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (ImmutableList<Partition> chain :
        pass.partitions().chains(Kind.CONV2D, Kind.ADD, Kind.RELU)) {
      LayerPattern.outputs(chain).ifPresent(nodes -> annotate(nodes, pass));
    }
  }

  private void annotate(List<Node> nodes, AnnotationPass pass) {
    Node conv = nodes.get(0);
    Node add = nodes.get(1);
    Node relu = nodes.get(2);
    Optional<Value> other = LayerPattern.otherOperand(conv, add, AtenOps.CONV2D, name(), pass);
    if (other.isEmpty()
        || !pass.isSelected(relu, add, conv)
        || pass.leavesInFloat(name(), relu, add, conv)) {
      return;
    }
    pass.annotateLayer(conv);
    pass.annotateOperand(add, other.get(), pass.activation());
    pass.marks().take(add);
    pass.endPattern(relu);
    pass.decidePattern(name(), conv, add, relu);
  }
}
