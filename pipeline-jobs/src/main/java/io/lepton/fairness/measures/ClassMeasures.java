package io.lepton.fairness.measures;

import io.lepton.fairness.counting.Confidences;
import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.Mean;
import io.lepton.fairness.estimate.Proportion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Measures of several classes: each class against the others, and macro means over those for which a group has the measure. */
public final class ClassMeasures implements Measures {
    /** What is measured of each class. */
    public static final List<Measure> OF_A_CLASS = List.of(
            Measure.SELECTION_RATE,
            Measure.PRECISION,
            Measure.RECALL,
            Measure.FALSE_POSITIVE_RATE,
            Measure.FALSE_NEGATIVE_RATE,
            Measure.BASE_RATE,
            Measure.F1,
            Measure.CALIBRATION_IN_THE_LARGE,
            Measure.AUC,
            Measure.AVERAGE_PRECISION,
            Measure.MEAN_SCORE,
            Measure.BRIER_SCORE,
            Measure.EXPECTED_CALIBRATION_ERROR,
            Measure.CALIBRATION_SLOPE,
            Measure.SCORE_KS_DISTANCE,
            Measure.SCORE_WASSERSTEIN_DISTANCE,
            Measure.SCORE_JENSEN_SHANNON_DIVERGENCE);

    /** What is measured of all classes together. */
    private static final List<Measure> OF_ALL_CLASSES = List.of(
            Measure.ACCURACY,
            Measure.PRECISION,
            Measure.RECALL,
            Measure.FALSE_POSITIVE_RATE,
            Measure.FALSE_NEGATIVE_RATE,
            Measure.F1,
            Measure.MEAN_SCORE,
            Measure.EXPECTED_CALIBRATION_ERROR,
            Measure.CALIBRATION_IN_THE_LARGE,
            Measure.AUC,
            Measure.AVERAGE_PRECISION,
            Measure.BRIER_SCORE,
            Measure.LOG_LOSS);

    private final SortedSet<Integer> classes;
    private final GroupTally everybody;
    private final Map<Integer, ScoreHistogram> scoresOfAll;

    /**
     * @param classes all that there are, whether a row has them or not
     * @param everybody the tally of all rows
     */
    public ClassMeasures(SortedSet<Integer> classes, GroupTally everybody) {
        this.classes = Collections.unmodifiableSortedSet(new TreeSet<>(classes));
        this.everybody = everybody;
        this.scoresOfAll = scores(everybody);
    }

    /** The names of all that there are, whether or not rows define them. */
    public static Set<String> names(Set<Integer> classes) {
        Set<String> names = new LinkedHashSet<>();
        OF_ALL_CLASSES.forEach(measure -> names.add(measure.id()));
        classes.forEach(each -> OF_A_CLASS.forEach(measure -> names.add(ofClass(measure, each))));
        return names;
    }

    public SortedSet<Integer> classes() {
        return classes;
    }

    @Override
    public Map<String, Estimate> of(GroupTally tally) {
        Map<Measure, List<Proportion>> byClass = new LinkedHashMap<>();
        Map<String, Estimate> figures = new LinkedHashMap<>();
        double all = tally.weight();
        for (int each : classes) {
            double hits = tally.cell(each, each);
            double labelled = tally.labelled(each);
            double selected = tally.predicted(each);
            Map<Measure, Proportion> ofClass = new LinkedHashMap<>();
            ofClass.put(Measure.SELECTION_RATE, share(tally, selected, all));
            ofClass.put(Measure.PRECISION, share(tally, hits, selected));
            ofClass.put(Measure.RECALL, share(tally, hits, labelled));
            ofClass.put(Measure.FALSE_POSITIVE_RATE, share(tally, selected - hits, all - labelled));
            ofClass.put(Measure.FALSE_NEGATIVE_RATE, share(tally, labelled - hits, labelled));
            ofClass.put(Measure.BASE_RATE, share(tally, labelled, all));
            ofClass.forEach((measure, share) -> {
                figures.put(ofClass(measure, each), share);
                byClass.computeIfAbsent(measure, name -> new ArrayList<>()).add(share);
            });
            figures.put(ofClass(Measure.F1, each), Mapped.f1(share(tally, hits, labelled + selected - hits)));
        }
        if (tally.confidences().known()) {
            addCalibration(tally, figures);
        }
        Map<Integer, ScoreHistogram> scores = scores(tally);
        if (!scores.isEmpty()) {
            new OneAgainstTheOthers(scores, tally).addTo(figures);
            scores.forEach((each, ofClass) -> addDistances(tally, each, ofClass, figures));
        }
        // Each class's recall is of rows of its own, and so is its precision.
        MacroMeans macro = new MacroMeans(classes, tally);
        figures.put(Measure.ACCURACY.id(), share(tally, right(tally), all));
        figures.put(Measure.PRECISION.id(), new Mean(defined(byClass.get(Measure.PRECISION))));
        figures.put(Measure.RECALL.id(), new Mean(defined(byClass.get(Measure.RECALL))));
        figures.put(Measure.FALSE_POSITIVE_RATE.id(), macro.falsePositiveRate());
        figures.put(Measure.FALSE_NEGATIVE_RATE.id(), new Mean(defined(byClass.get(Measure.FALSE_NEGATIVE_RATE))));
        figures.put(Measure.F1.id(), macro.f1());
        return figures;
    }

    /** Of the probability of the class that is predicted: whether it comes true as often (Guo et al. 2017), and of each class (Gupta and Ramdas 2022). */
    private void addCalibration(GroupTally tally, Map<String, Estimate> figures) {
        Confidences confidences = tally.confidences();
        Calibration all = new Calibration(confidences.all(), tally.rowsPerWeight());
        figures.put(Measure.MEAN_SCORE.id(), all.losses().meanScore());
        figures.put(Measure.EXPECTED_CALIBRATION_ERROR.id(), all.expectedError());
        figures.put(Measure.CALIBRATION_IN_THE_LARGE.id(), all.losses().calibrationInTheLarge());
        for (int each : classes) {
            figures.put(
                    ofClass(Measure.CALIBRATION_IN_THE_LARGE, each),
                    new ScoreLosses(confidences.of(each), tally.rowsPerWeight()).calibrationInTheLarge());
        }
    }

    /** By class; of none where the probabilities of all are not known. */
    private Map<Integer, ScoreHistogram> scores(GroupTally tally) {
        Map<Integer, ScoreHistogram> scores = new TreeMap<>();
        if (tally.classScores().known()) {
            classes.forEach(each -> scores.put(each, tally.classScores().of(each)));
        }
        return scores;
    }

    /** Of a class's probabilities from what comes true, and from everybody else's. */
    private void addDistances(GroupTally tally, int each, ScoreHistogram scores, Map<String, Estimate> figures) {
        figures.put(
                ofClass(Measure.EXPECTED_CALIBRATION_ERROR, each),
                new Calibration(scores, tally.rowsPerWeight()).expectedError());
        Map<Measure, Estimate> distances = new LinkedHashMap<>();
        Optional.ofNullable(scoresOfAll.get(each))
                .flatMap(all ->
                        ScoreDistances.of(scores, all, tally.rowsPerWeight(), everybody.rowsPerWeightWithout(tally)))
                .ifPresent(found -> found.addTo(distances));
        distances.forEach((measure, figure) -> figures.put(ofClass(measure, each), figure));
    }

    @Override
    public Set<String> ofGroupsAlone() {
        Set<String> names = new LinkedHashSet<>();
        scoresOfAll.keySet().forEach(each -> Stream.of(
                        Measure.SCORE_KS_DISTANCE,
                        Measure.SCORE_WASSERSTEIN_DISTANCE,
                        Measure.SCORE_JENSEN_SHANNON_DIVERGENCE)
                .forEach(measure -> names.add(ofClass(measure, each))));
        return names;
    }

    /** Those that compare predictions with labels, of classes that too few rows of a group have, or all but too few. */
    @Override
    public Set<String> ofFewOutcomes(GroupTally tally, double minimum) {
        Set<String> few = new LinkedHashSet<>();
        double all = tally.weight() * tally.rowsPerWeight();
        for (int each : classes) {
            double labelled = tally.labelled(each) * tally.rowsPerWeight();
            if (Math.min(labelled, all - labelled) < minimum) {
                OF_A_CLASS.stream().filter(Measure::needsLabels).forEach(measure -> few.add(ofClass(measure, each)));
            }
        }
        return few;
    }

    @Override
    public Map<String, Comparison> against(GroupTally group, GroupTally everybody) {
        double right = right(group);
        double others = everybody.weight() - group.weight();
        double rowsPerWeight = everybody.rowsPerWeightWithout(group);
        Proportion rest = new Proportion((right(everybody) - right) * rowsPerWeight, others * rowsPerWeight);
        Map<String, Comparison> figures = new LinkedHashMap<>();
        figures.put(Measure.ACCURACY.id(), new Comparison(share(group, right, group.weight()), rest));
        for (int each : classes) {
            double here = group.predicted(each);
            Proportion elsewhere =
                    new Proportion((everybody.predicted(each) - here) * rowsPerWeight, others * rowsPerWeight);
            figures.put(
                    ofClass(Measure.SELECTION_RATE, each),
                    new Comparison(share(group, here, group.weight()), elsewhere));
        }
        return figures;
    }

    /** The name of a class's measure: {@code recall_of_2}. */
    public static String ofClass(Measure measure, int each) {
        return measure.id() + "_of_" + each;
    }

    private double right(GroupTally tally) {
        return classes.stream().mapToDouble(each -> tally.cell(each, each)).sum();
    }

    private static Proportion share(GroupTally tally, double part, double whole) {
        return new Proportion(part * tally.rowsPerWeight(), whole * tally.rowsPerWeight());
    }

    private static List<Proportion> defined(List<Proportion> shares) {
        return shares.stream().filter(share -> share.trials() > 0).toList();
    }
}
