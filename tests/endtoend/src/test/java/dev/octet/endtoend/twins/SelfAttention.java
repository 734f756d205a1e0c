package dev.octet.endtoend.twins;

import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Size;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;

/** Self-attention of width 32 with four heads, from matrix products. */
final class SelfAttention extends Module {
  private static final long HEADS = 4;
  private static final long HEAD = 8;

  private final Linear q = add("q", new Linear(32, 32));
  private final Linear kk = add("kk", new Linear(32, 32));
  private final Linear v = add("v", new Linear(32, 32));
  private final Linear o = add("o", new Linear(32, 32));

  @Override
  protected Variable forward(Variable x) {
    Size batch = x.size(0);
    Size length = x.size(1);
    Variable query = split(q.call(x), batch, length).permute(0, 2, 1, 3);
    Variable key = split(kk.call(x), batch, length).permute(0, 2, 3, 1);
    Variable value = split(v.call(x), batch, length).permute(0, 2, 1, 3);
    Variable weights = Torch.softmax(Torch.matmul(query, key).div(Math.sqrt((double) HEAD)), -1);
    Variable joined = Torch.matmul(weights, value).permute(0, 2, 1, 3).contiguous();
    return o.call(joined.view(batch, length, Size.of(HEADS * HEAD)));
  }

  private static Variable split(Variable x, Size batch, Size length) {
    return x.view(batch, length, Size.of(HEADS), Size.of(HEAD));
  }

  @Override
  public String typeName() {
    return "zoo.SelfAttention";
  }
}
