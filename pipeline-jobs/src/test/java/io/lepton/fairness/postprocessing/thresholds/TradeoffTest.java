package io.lepton.fairness.postprocessing.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.postprocessing.scores.ScoreCounts;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeoffTest {
    /** Fairlearn, test/unit/postprocessing/conftest.py: sensitive_features_ex1 to ex3, labels_ex, scores_ex. */
    private static final String FIRST = "AAAAAAABBBBBBBCCCCCC";

    private static final String SECOND = "xxxYYYYxYYYYYxYYYYYY";
    private static final String LABELS = "01101000010111000111";
    private static final String SCORES = "00112330001111011112";

    private record Person(String group, double score, int label) {}

    private static List<Person> fairlearn(int example) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < LABELS.length(); i++) {
            String first = FIRST.substring(i, i + 1);
            String second = SECOND.substring(i, i + 1);
            String group = example == 1 ? first : example == 2 ? second : first + "," + second;
            people.add(new Person(group, SCORES.charAt(i) - '0', LABELS.charAt(i) - '0'));
        }
        return people;
    }

    private static List<Person> people(String group, String labels) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < labels.length(); i++) {
            people.add(new Person(group, i, labels.charAt(i) - '0'));
        }
        return people;
    }

    private static SortedMap<String, ScoreTable> tables(List<Person> people) {
        SortedMap<String, ScoreCounts> counts = new TreeMap<>();
        people.forEach(person -> counts.computeIfAbsent(person.group, unseen -> new ScoreCounts(1000))
                .add(person.score, person.label == 1, 1));
        SortedMap<String, ScoreTable> tables = new TreeMap<>();
        counts.forEach((group, scores) -> tables.put(group, scores.table()));
        return tables;
    }

    private static Map<String, GroupRule> rules(Tradeoff tradeoff, List<Person> people) {
        return tradeoff.rules(tables(people)).stream().collect(Collectors.toMap(GroupRule::group, rule -> rule));
    }

    private static double rate(Map<String, GroupRule> rules, List<Person> people, String group, List<Integer> labels) {
        return people.stream()
                .filter(person -> person.group.equals(group) && labels.contains(person.label))
                .mapToDouble(person -> rules.get(group).selectionProbability(person.score))
                .average()
                .orElseThrow();
    }

    /** Golden: Fairlearn, test_threshold_optimization.py, test_threshold_optimization_demographic_parity (grid of 1000, flip). */
    @Test
    void givesFairlearnsSelectionProbabilitiesUnderDemographicParity() {
        Map<String, GroupRule> rules =
                rules(new Tradeoff(Constraint.DEMOGRAPHIC_PARITY, Objective.ACCURACY, true, 1000), fairlearn(1));

        assertProbabilities(rules.get("A"), Map.of(0.0, .8008, 2.499, .8008, 2.5, 0.0, 100.0, 0.0));
        assertProbabilities(rules.get("B"), Map.of(0.0, .00133333333333, .5, .00133333333333, .51, 1.0, 100.0, 1.0));
        assertProbabilities(rules.get("C"), Map.of(0.0, 0.0, .5, 0.0, .51, .608, 1.0, .608, 1.5, .608, 1.51, 1.0));
    }

    /** Golden: as above, test_threshold_optimization_equalized_odds. */
    @Test
    void givesFairlearnsSelectionProbabilitiesUnderEqualizedOdds() {
        Map<String, GroupRule> rules =
                rules(new Tradeoff(Constraint.EQUALIZED_ODDS, Objective.ACCURACY, true, 1000), fairlearn(1));

        double little = .001996007984031716;
        double much = .1991991991991991;
        assertProbabilities(
                rules.get("A"),
                Map.of(
                        0.0,
                        .334 * little + (1 - little) * .668,
                        2.499,
                        .334 * little + (1 - little) * .668,
                        2.5,
                        .334 * little));
        assertProbabilities(
                rules.get("B"),
                Map.of(
                        0.0,
                        .334 * much + (1 - much) * .001,
                        .5,
                        .334 * much + (1 - much) * .001,
                        .51,
                        .334 * much + 1 - much));
        assertProbabilities(rules.get("C"), Map.of(0.0, 0.0, .5, 0.0, .51, .501, 1.5, .501, 1.51, 1.0));
    }

    private static void assertProbabilities(GroupRule rule, Map<Double, Double> expected) {
        expected.forEach((score, probability) ->
                assertThat(rule.selectionProbability(score)).as("at %s", score).isCloseTo(probability, within(1e-6)));
    }

    /** Golden: as above, _expected_ps_demographic_parity and _expected_ps_equalized_odds. */
    @ParameterizedTest
    @CsvSource({"1, .572, .66733333, .334", "2, .4, .888, .666", "3, .5, .66666666, .5"})
    void givesFairlearnsRatesInEveryGroupOfItsExamples(
            int example, double selected, double truePositive, double falsePositive) {
        List<Person> people = fairlearn(example);
        Map<String, GroupRule> parity =
                rules(new Tradeoff(Constraint.DEMOGRAPHIC_PARITY, Objective.ACCURACY, true, 1000), people);
        Map<String, GroupRule> odds =
                rules(new Tradeoff(Constraint.EQUALIZED_ODDS, Objective.ACCURACY, true, 1000), people);

        for (String group : parity.keySet()) {
            assertThat(rate(parity, people, group, List.of(0, 1))).isCloseTo(selected, within(1e-6));
            assertThat(rate(odds, people, group, List.of(1))).isCloseTo(truePositive, within(1e-6));
            assertThat(rate(odds, people, group, List.of(0))).isCloseTo(falsePositive, within(1e-6));
        }
    }

    /**
     * Golden: Fairlearn, test_threshold_optimization.py, results (grid of 20, no flip): group 0 has scores 0 to 4 and labels 10111,
     * group 1 scores
     * 0 to 3 and labels 0111. Mixtures are given as share of the first, its threshold, the second's.
     */
    @ParameterizedTest
    @CsvSource({
        "DEMOGRAPHIC_PARITY, ACCURACY, .625, 1.5, -Infinity, 0, Infinity, .5, 0",
        "DEMOGRAPHIC_PARITY, BALANCED_ACCURACY, 1, 1.5, -Infinity, .2, Infinity, .5, 0",
        "DEMOGRAPHIC_PARITY, SELECTION_RATE, 0, Infinity, -Infinity, 0, Infinity, -Infinity, 0",
        "DEMOGRAPHIC_PARITY, TRUE_POSITIVE_RATE, 0, 1.5, -Infinity, 0, .5, -Infinity, 0",
        "DEMOGRAPHIC_PARITY, TRUE_NEGATIVE_RATE, 1, Infinity, 1.5, 1, Infinity, .5, 0",
        "FALSE_POSITIVE_RATE_PARITY, ACCURACY, 1, 1.5, -Infinity, 1, .5, -Infinity, 0",
        "FALSE_POSITIVE_RATE_PARITY, BALANCED_ACCURACY, 1, 1.5, -Infinity, 1, .5, -Infinity, 0",
        "FALSE_POSITIVE_RATE_PARITY, SELECTION_RATE, 0, 1.5, -Infinity, 0, .5, -Infinity, 0",
        "FALSE_POSITIVE_RATE_PARITY, TRUE_POSITIVE_RATE, 0, 1.5, -Infinity, 0, .5, -Infinity, 0",
        "FALSE_POSITIVE_RATE_PARITY, TRUE_NEGATIVE_RATE, 1, Infinity, -Infinity, 1, Infinity, -Infinity, 0",
        "FALSE_NEGATIVE_RATE_PARITY, ACCURACY, 1, -Infinity, 1.5, 1, .5, Infinity, 0",
        "FALSE_NEGATIVE_RATE_PARITY, BALANCED_ACCURACY, 0, -Infinity, 1.5, .75, .5, Infinity, 0",
        "FALSE_NEGATIVE_RATE_PARITY, SELECTION_RATE, 1, -Infinity, .5, 1, -Infinity, Infinity, 0",
        "FALSE_NEGATIVE_RATE_PARITY, TRUE_POSITIVE_RATE, 1, -Infinity, Infinity, 1, .5, Infinity, 0",
        "FALSE_NEGATIVE_RATE_PARITY, TRUE_NEGATIVE_RATE, 0, -Infinity, 1.5, .75, .5, Infinity, 0",
        "TRUE_POSITIVE_RATE_PARITY, ACCURACY, 0, 1.5, -Infinity, 0, Infinity, .5, 0",
        "TRUE_POSITIVE_RATE_PARITY, BALANCED_ACCURACY, 0, Infinity, 1.5, .25, Infinity, .5, 0",
        "TRUE_POSITIVE_RATE_PARITY, SELECTION_RATE, 0, .5, -Infinity, 0, Infinity, -Infinity, 0",
        "TRUE_POSITIVE_RATE_PARITY, TRUE_POSITIVE_RATE, 0, Infinity, -Infinity, 0, Infinity, -Infinity, 0",
        "TRUE_POSITIVE_RATE_PARITY, TRUE_NEGATIVE_RATE, 1, Infinity, 1.5, 1, Infinity, .5, 0",
        "TRUE_NEGATIVE_RATE_PARITY, ACCURACY, 0, -Infinity, 1.5, 0, -Infinity, .5, 0",
        "TRUE_NEGATIVE_RATE_PARITY, BALANCED_ACCURACY, 0, -Infinity, 1.5, 0, -Infinity, .5, 0",
        "TRUE_NEGATIVE_RATE_PARITY, SELECTION_RATE, 1, -Infinity, 1.5, 1, -Infinity, .5, 0",
        "TRUE_NEGATIVE_RATE_PARITY, TRUE_POSITIVE_RATE, 1, -Infinity, 1.5, 1, -Infinity, .5, 0",
        "TRUE_NEGATIVE_RATE_PARITY, TRUE_NEGATIVE_RATE, 0, .5, 1.5, 0, -Infinity, .5, 0",
        "EQUALIZED_ODDS, ACCURACY, 1, 1.5, -Infinity, 1, .5, -Infinity, .25",
        "EQUALIZED_ODDS, BALANCED_ACCURACY, 1, 1.5, -Infinity, 1, .5, -Infinity, .25"
    })
    void selectsAsFairlearnsMixturesDo(
            Constraint constraint,
            Objective objective,
            double share0,
            double first0,
            double second0,
            double share1,
            double first1,
            double second1,
            double ignored1) {
        List<Person> people = people("0", "10111");
        people.addAll(people("1", "0111"));

        // The exact solution is on Fairlearn's grid.
        for (int gridSize : new int[] {0, 20}) {
            Map<String, GroupRule> rules = rules(new Tradeoff(constraint, objective, false, gridSize), people);

            for (double score = -1; score < 6; score += .25) {
                double expected0 = share0 * (score > first0 ? 1 : 0) + (1 - share0) * (score > second0 ? 1 : 0);
                double expected1 = share1 * (score > first1 ? 1 : 0) + (1 - share1) * (score > second1 ? 1 : 0);
                assertThat(rules.get("0").selectionProbability(score)).isCloseTo(expected0, within(1e-6));
                assertThat(rules.get("1").selectionProbability(score))
                        .isCloseTo((1 - ignored1) * expected1, within(1e-6));
            }
        }
    }

    /** By brute force: every mixture of two thresholds a group that has the shared rate, at many rates. */
    @Property(tries = 20)
    void noMixtureOfThresholdsIsBetter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int label = i < 3 ? 0 : i < 6 ? 1 : random.nextInt(2);
            people.add(new Person("g" + i % 3, random.nextInt(6) + label, label));
        }
        boolean both = random.nextBoolean();
        for (Constraint constraint : Constraint.values()) {
            Objective objective = constraint == Constraint.EQUALIZED_ODDS || random.nextBoolean()
                    ? Objective.values()[random.nextInt(2)]
                    : Objective.values()[random.nextInt(5)];
            Map<String, GroupRule> rules = rules(new Tradeoff(constraint, objective, both, 0), people);

            double reached = BruteForce.objective(objective, people, rules);
            double best = BruteForce.best(constraint, objective, both, people);
            assertThat(reached).as("%s %s", constraint, objective).isGreaterThanOrEqualTo(best - 1e-9);
            BruteForce.assertHolds(constraint, people, rules);
        }
    }

    /** Slow and plain; shares nothing with what it checks but the records. */
    private static final class BruteForce {
        /** Divisible by all group sizes that occur often. */
        private static final int RATES = 840;

        /** Of n people of whom p have the label. */
        private static double of(Objective objective, double fp, double tp, double n, double p) {
            return switch (objective) {
                case ACCURACY -> (tp + n - p - fp) / n;
                case BALANCED_ACCURACY -> (tp / p + 1 - fp / (n - p)) / 2;
                case SELECTION_RATE -> (tp + fp) / n;
                case TRUE_POSITIVE_RATE -> tp / p;
                case TRUE_NEGATIVE_RATE -> 1 - fp / (n - p);
            };
        }

        static double objective(Objective objective, List<Person> people, Map<String, GroupRule> rules) {
            double[] selected = new double[2];
            people.forEach(
                    person -> selected[person.label] += rules.get(person.group).selectionProbability(person.score));
            return of(objective, selected[0], selected[1], people.size(), labelled(people));
        }

        static void assertHolds(Constraint constraint, List<Person> people, Map<String, GroupRule> rules) {
            List<Integer> labels =
                    switch (constraint) {
                        case DEMOGRAPHIC_PARITY -> List.of(0, 1);
                        case EQUALIZED_ODDS, FALSE_POSITIVE_RATE_PARITY, TRUE_NEGATIVE_RATE_PARITY -> List.of(0);
                        case TRUE_POSITIVE_RATE_PARITY, FALSE_NEGATIVE_RATE_PARITY -> List.of(1);
                    };
            double first = rate(rules, people, "g0", labels);
            for (String group : rules.keySet()) {
                assertThat(rate(rules, people, group, labels)).isCloseTo(first, within(1e-9));
                if (constraint == Constraint.EQUALIZED_ODDS) {
                    assertThat(rate(rules, people, group, List.of(1)))
                            .isCloseTo(rate(rules, people, "g0", List.of(1)), within(1e-9));
                }
            }
        }

        /** The largest difference between groups of the rates that are bound. */
        static double spread(Constraint constraint, List<Person> people, Map<String, GroupRule> rules) {
            double spread = 0;
            List<List<Integer>> bound =
                    switch (constraint) {
                        case DEMOGRAPHIC_PARITY -> List.of(List.of(0, 1));
                        case EQUALIZED_ODDS -> List.of(List.of(0), List.of(1));
                        case FALSE_POSITIVE_RATE_PARITY, TRUE_NEGATIVE_RATE_PARITY -> List.of(List.of(0));
                        case TRUE_POSITIVE_RATE_PARITY, FALSE_NEGATIVE_RATE_PARITY -> List.of(List.of(1));
                    };
            for (List<Integer> labels : bound) {
                double[] rates = rules.keySet().stream()
                        .mapToDouble(group -> rate(rules, people, group, labels))
                        .sorted()
                        .toArray();
                spread = Math.max(spread, rates[rates.length - 1] - rates[0]);
            }
            return spread;
        }

        /** Points of a group: false positives and true positives of each threshold. */
        private static List<double[]> points(List<Person> people, boolean both) {
            List<double[]> points = new ArrayList<>();
            for (double cut = -.5; cut < 8; cut++) {
                for (int side = 0; side < (both ? 2 : 1); side++) {
                    double[] point = new double[2];
                    for (Person person : people) {
                        point[person.label] += (side == 0) == (person.score > cut) ? 1 : 0;
                    }
                    points.add(point);
                }
            }
            return points;
        }

        static double best(Constraint constraint, Objective objective, boolean both, List<Person> people) {
            List<List<Person>> groups = Stream.of("g0", "g1", "g2")
                    .map(name -> people.stream()
                            .filter(person -> person.group.equals(name))
                            .toList())
                    .toList();
            List<List<double[]>> points =
                    groups.stream().map(group -> points(group, both)).toList();
            double all = labelled(people);
            double best = Double.NEGATIVE_INFINITY;
            for (int i = 0; i <= RATES; i++) {
                double rate = (double) i / RATES;
                double[] falsePositives = new double[3];
                double[] truePositives = new double[3];
                double leastTrueRate = 1;
                for (int g = 0; g < 3; g++) {
                    List<Person> group = groups.get(g);
                    double p = labelled(group);
                    double n = group.size() - p;
                    double most = Double.NEGATIVE_INFINITY;
                    for (double[] a : points.get(g)) {
                        for (double[] b : points.get(g)) {
                            double ra = sharedRate(constraint, a, n, p);
                            double rb = sharedRate(constraint, b, n, p);
                            double share = ra == rb ? (Math.abs(ra - rate) < 1e-12 ? 0 : -1) : (rate - ra) / (rb - ra);
                            if (share >= 0 && share <= 1) {
                                double fp = (1 - share) * a[0] + share * b[0];
                                double tp = (1 - share) * a[1] + share * b[1];
                                double value = constraint == Constraint.EQUALIZED_ODDS
                                        ? tp
                                        : of(objective, fp, tp, people.size(), all);
                                if (value > most) {
                                    most = value;
                                    falsePositives[g] = fp;
                                    truePositives[g] = tp;
                                }
                            }
                        }
                    }
                    leastTrueRate = Math.min(leastTrueRate, truePositives[g] / p);
                }
                if (constraint == Constraint.EQUALIZED_ODDS) {
                    truePositives = new double[] {leastTrueRate * all};
                    falsePositives = new double[] {rate * (people.size() - all)};
                }
                best = Math.max(best, of(objective, sum(falsePositives), sum(truePositives), people.size(), all));
            }
            return best;
        }

        private static double labelled(List<Person> people) {
            return people.stream().filter(person -> person.label == 1).count();
        }

        private static double sum(double[] values) {
            return java.util.Arrays.stream(values).sum();
        }

        private static double sharedRate(Constraint constraint, double[] point, double n, double p) {
            return switch (constraint) {
                case DEMOGRAPHIC_PARITY -> (point[0] + point[1]) / (n + p);
                case EQUALIZED_ODDS, FALSE_POSITIVE_RATE_PARITY -> point[0] / n;
                case TRUE_NEGATIVE_RATE_PARITY -> 1 - point[0] / n;
                case TRUE_POSITIVE_RATE_PARITY -> point[1] / p;
                case FALSE_NEGATIVE_RATE_PARITY -> 1 - point[1] / p;
            };
        }
    }

    /** Golden: as Fairlearn, test_relaxed_constraints.py asks: within the tolerance, and at least as good as without. Here of all pairs. */
    @Property(tries = 60)
    void aToleranceIsKeptAndNoRandomMixtureWithinItIsBetter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int label = i < 3 ? 0 : i < 6 ? 1 : random.nextInt(2);
            people.add(new Person("g" + i % 3, random.nextInt(6) + label + i % 3, label));
        }
        double tolerance = .3 * random.nextDouble();
        for (Constraint constraint : Constraint.values()) {
            Objective objective = Objective.values()[random.nextInt(constraint == Constraint.EQUALIZED_ODDS ? 2 : 5)];
            double strict = BruteForce.objective(
                    objective, people, rules(new Tradeoff(constraint, objective, false, 0), people));
            Map<String, GroupRule> rules = rules(new Tradeoff(constraint, objective, false, tolerance, 0), people);
            double reached = BruteForce.objective(objective, people, rules);

            assertThat(BruteForce.spread(constraint, people, rules)).isLessThanOrEqualTo(tolerance + 1e-9);
            assertThat(reached).isGreaterThanOrEqualTo(strict - 1e-9);
            for (int i = 0; i < 500; i++) {
                Map<String, GroupRule> others = new TreeMap<>();
                for (String group : rules.keySet()) {
                    others.put(group, i % 2 == 0 ? randomRule(group, random) : near(rules.get(group), random));
                }
                if (BruteForce.spread(constraint, people, others) <= tolerance) {
                    assertThat(BruteForce.objective(objective, people, others)).isLessThanOrEqualTo(reached + 1e-8);
                }
            }
        }
    }

    @Property(tries = 20)
    void aToleranceOfOneIsNoConstraint(@ForAll long seed) {
        Random random = new Random(seed);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int label = i < 2 ? 0 : i < 4 ? 1 : random.nextInt(2);
            people.add(new Person("g" + i % 2, random.nextInt(8) + 2 * label, label));
        }
        double best = 0;
        for (String group : List.of("g0", "g1")) {
            double most = 0;
            for (double cut = -.5; cut < 11; cut++) {
                double at = cut;
                most = Math.max(
                        most,
                        people.stream()
                                .filter(person ->
                                        person.group.equals(group) && (person.score > at) == (person.label == 1))
                                .count());
            }
            best += most / people.size();
        }

        for (Constraint constraint : Constraint.values()) {
            Map<String, GroupRule> rules = rules(new Tradeoff(constraint, Objective.ACCURACY, false, 1, 0), people);
            assertThat(BruteForce.objective(Objective.ACCURACY, people, rules)).isCloseTo(best, within(1e-9));
        }
    }

    private static GroupRule randomRule(String group, Random random) {
        Threshold first = new Threshold(true, random.nextInt(10) - .5);
        return new GroupRule(
                group,
                random.nextBoolean() ? 0 : random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                first,
                new Threshold(true, first.at() - random.nextInt(3)));
    }

    private static GroupRule near(GroupRule rule, Random random) {
        double share = Math.max(0, Math.min(1, rule.share() + .1 * random.nextGaussian()));
        double ignored = Math.max(0, Math.min(1, rule.ignored() + .1 * random.nextGaussian()));
        return new GroupRule(rule.group(), ignored, rule.constant(), share, rule.first(), rule.second());
    }

    @Test
    void refusesWhatHasNoRateAndObjectivesThatOddsBindAlready() {
        List<Person> people = people("a", "0000");
        people.addAll(people("b", "0101"));
        SortedMap<String, ScoreTable> tables = tables(people);

        assertThatThrownBy(() ->
                        new Tradeoff(Constraint.TRUE_POSITIVE_RATE_PARITY, Objective.ACCURACY, false, 0).rules(tables))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot make true_positive_rate_parity hold: group 'a' has no positive label, so that it has no such rate."
                                + " Gather more of its rows, join it with another group, or leave it out.");
        assertThatThrownBy(() -> new Tradeoff(Constraint.EQUALIZED_ODDS, Objective.SELECTION_RATE, false, 0))
                .hasMessageStartingWith("Cannot make the objective selection_rate largest under equalized_odds");
        assertThatThrownBy(() -> new Tradeoff(Constraint.DEMOGRAPHIC_PARITY, Objective.BALANCED_ACCURACY, false, 0)
                        .rules(tables(people("a", "0000"))))
                .hasMessageStartingWith("Cannot choose thresholds by balanced_accuracy: all labels are 0.");
        assertThat(new Tradeoff(Constraint.DEMOGRAPHIC_PARITY, Objective.ACCURACY, false, 0).rules(tables))
                .hasSize(2);
    }
}
