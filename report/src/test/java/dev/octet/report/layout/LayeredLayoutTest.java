package dev.octet.report.layout;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayeredLayoutTest {
  private record Sample(List<Box> boxes, List<Link> links) {
    /** A chain with shortcuts, as networks are. */
    static Sample of(int seed, int size) {
      Random random = new Random(seed);
      List<Box> boxes = new ArrayList<>();
      List<Link> links = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        boxes.add(new Box(60 + random.nextInt(120), 44));
        if (i > 0) {
          links.add(new Link(i - 1 - random.nextInt(Math.min(i, 3)), i));
        }
        if (i > 20 && i % 5 == 0) {
          links.add(new Link(i - 7 - random.nextInt(8), i));
        }
        if (i > 60 && i % 60 == 0) {
          links.add(new Link(3, i));
        }
      }
      return new Sample(boxes, links);
    }

    Drawing drawing() {
      return LayeredLayout.of(boxes, links);
    }
  }

  @Test
  void nothingIsDrawnOfAnEmptyGraph() {
    Drawing drawing = LayeredLayout.of(List.of(), List.of());

    assertThat(drawing.centers()).isEmpty();
    assertThat(drawing.routes()).isEmpty();
  }

  @Test
  void aChainIsAStraightLineDownwards() {
    List<Box> boxes = List.of(new Box(80, 40), new Box(200, 40), new Box(60, 40));

    Drawing drawing = LayeredLayout.of(boxes, List.of(new Link(0, 1), new Link(1, 2)));

    double x = drawing.centers().getFirst().x();
    assertThat(drawing.centers().get(1).x()).isWithin(1e-6).of(x);
    assertThat(drawing.centers().get(2).x()).isWithin(1e-6).of(x);
    assertThat(drawing.width()).isGreaterThan(200.0);
  }

  @Test
  void aShortcutPassesBesideTheBoxesBetween() {
    List<Box> boxes = List.of(new Box(80, 40), new Box(80, 40), new Box(80, 40), new Box(80, 40));
    List<Link> links = List.of(new Link(0, 1), new Link(1, 2), new Link(2, 3), new Link(0, 3));

    Drawing drawing = LayeredLayout.of(boxes, links);

    for (Point point : drawing.routes().get(3).subList(1, drawing.routes().get(3).size() - 1)) {
      assertThat(Math.abs(point.x() - drawing.centers().get(1).x())).isGreaterThan(40.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void boxesDoNotOverlapAndLinksLeadDown(int seed) {
    Sample sample = Sample.of(seed, 40 + 10 * seed);

    Drawing drawing = sample.drawing();

    for (int a = 0; a < sample.boxes().size(); a++) {
      Point center = drawing.centers().get(a);
      Box box = sample.boxes().get(a);
      assertThat(center.x() - box.width() / 2).isAtLeast(0.0);
      assertThat(center.x() + box.width() / 2).isAtMost(drawing.width());
      assertThat(center.y() + box.height() / 2).isAtMost(drawing.height());
      for (int b = 0; b < a; b++) {
        Point other = drawing.centers().get(b);
        boolean apart =
            Math.abs(center.y() - other.y()) >= 44
                || Math.abs(center.x() - other.x())
                    >= (box.width() + sample.boxes().get(b).width()) / 2;
        assertWithMessage("boxes %s and %s", a, b).that(apart).isTrue();
      }
    }
    for (int i = 0; i < sample.links().size(); i++) {
      ImmutableList<Point> route = drawing.routes().get(i);
      Link link = sample.links().get(i);
      assertThat(route.getFirst().x()).isEqualTo(drawing.centers().get(link.from()).x());
      assertThat(route.getLast().x()).isEqualTo(drawing.centers().get(link.to()).x());
      for (int p = 1; p < route.size(); p++) {
        assertThat(route.get(p).y()).isAtLeast(route.get(p - 1).y());
      }
    }
  }

  @Test
  void theSameGraphGivesTheSameDrawing() {
    assertThat(Sample.of(9, 120).drawing()).isEqualTo(Sample.of(9, 120).drawing());
  }

  @Test
  void aLargeNetworkIsDrawnInTime() {
    Sample large = Sample.of(10, 3000);

    Drawing drawing = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), large::drawing);

    assertThat(drawing.centers()).hasSize(3000);
  }

  @Test
  void wishesThatViolateTheOrderAreReplacedByTheirMean() {
    double[] placed =
        LayerPlaces.ascending(new double[] {1, 5, 3, 4, 9}, new double[] {1, 1, 1, 2, 1});

    assertThat(placed).usingTolerance(1e-12).containsExactly(1, 4, 4, 4, 9).inOrder();
  }
}
