package dev.octet.agreement.compiled;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Programs around one group of operators. */
interface Family {
  /** One word. */
  String name();

  /** The kinds of programs there are; their names have no spaces. */
  ImmutableList<String> forms();

  /** What its programs can compute with. */
  ImmutableSet<Numbers> numbers();

  /** Draws a program of random sizes and gives its outputs. */
  List<Value> draw(String form, Sketch sketch);

  /**
   * So many programs of each form, with numbers and memory that change from one to the next.
   *
   * @param first seeds of the programs of a form begin here
   */
  default Stream<AgreementCase> cases(int first, int count) {
    return forms().stream()
        .flatMap(form ->
            IntStream.range(first, first + count).mapToObj(seed -> agreementCase(form, seed)));
  }

  private AgreementCase agreementCase(String form, int seed) {
    Random random = new Random(form.hashCode());
    ImmutableList<Numbers> numbers = numbers().asList();
    ImmutableList<Memory> memories = ImmutableList.copyOf(Memory.values());
    int at = random.nextInt(numbers.size() * memories.size()) + seed;
    return new AgreementCase(
        this,
        form,
        numbers.get(at % numbers.size()),
        memories.get(at / numbers.size() % memories.size()),
        seed);
  }
}
