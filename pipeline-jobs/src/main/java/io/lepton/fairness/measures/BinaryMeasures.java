package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.Mean;
import io.lepton.fairness.estimate.Proportion;
import io.lepton.fairness.estimate.TwoShares;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Measures of labels and predictions that are 0 or 1, with scores; everybody's scores rank a group's. */
public final class BinaryMeasures implements Measures {
    private final GroupTally everybody;
    private final ScoreHistogram scoresOfAll;
    private final Exposure exposure;

    /** @param everybody the tally of all rows */
    public BinaryMeasures(GroupTally everybody) {
        this.everybody = everybody;
        this.scoresOfAll = everybody.histogram();
        this.exposure = new Exposure(scoresOfAll, everybody.rowsPerWeight());
    }

    @Override
    public Map<String, Estimate> of(GroupTally tally) {
        Outcomes outcomes = Outcomes.of(tally);
        ScoreHistogram scores = tally.histogramIn(everybody);
        Map<Measure, Estimate> figures = rates(outcomes);
        new RankingQuality(scores, tally.rowsPerWeight()).addTo(figures);
        new Calibration(scores, tally.rowsPerWeight()).addTo(figures);
        ScoreDistances.of(scores, scoresOfAll, tally.rowsPerWeight(), everybody.rowsPerWeightWithout(tally))
                .ifPresent(found -> found.addTo(figures));
        figures.putAll(inequality(
                outcomes.falseNegatives(),
                outcomes.truePositives() + outcomes.trueNegatives(),
                outcomes.falsePositives(),
                outcomes.rowsPerWeight()));
        figures.put(Measure.EXPOSURE, exposure.of(scores));
        return Measures.named(figures);
    }

    @Override
    public Map<String, Comparison> against(GroupTally group, GroupTally everybody) {
        Outcomes here = Outcomes.of(group);
        Outcomes there = Outcomes.ofAllBut(group, everybody);
        Map<String, Comparison> figures = new LinkedHashMap<>();
        figures.put(
                Measure.SELECTION_RATE.id(),
                new Comparison(here.share(here.selected(), here.all()), there.share(there.selected(), there.all())));
        figures.put(
                Measure.RECALL.id(),
                new Comparison(
                        here.share(here.truePositives(), here.positives()),
                        there.share(there.truePositives(), there.positives())));
        figures.put(
                Measure.FALSE_POSITIVE_RATE.id(),
                new Comparison(
                        here.share(here.falsePositives(), here.negatives()),
                        there.share(there.falsePositives(), there.negatives())));
        return figures;
    }

    static Map<Measure, Estimate> rates(Outcomes o) {
        Map<Measure, Estimate> figures = new LinkedHashMap<>();
        Proportion recall = o.share(o.truePositives(), o.positives());
        Proportion specificity = o.share(o.trueNegatives(), o.negatives());
        Proportion falsePositiveRate = o.share(o.falsePositives(), o.negatives());
        double errorsAndHits = o.truePositives() + o.falsePositives() + o.falseNegatives();
        double errors = o.falsePositives() + o.falseNegatives();
        figures.put(Measure.SELECTION_RATE, o.share(o.selected(), o.all()));
        figures.put(Measure.ACCURACY, o.share(o.truePositives() + o.trueNegatives(), o.all()));
        figures.put(Measure.BALANCED_ACCURACY, new Mean(List.of(recall, specificity)));
        figures.put(Measure.PRECISION, o.share(o.truePositives(), o.selected()));
        figures.put(Measure.RECALL, recall);
        figures.put(Measure.FALSE_POSITIVE_RATE, falsePositiveRate);
        figures.put(Measure.FALSE_NEGATIVE_RATE, o.share(o.falseNegatives(), o.positives()));
        figures.put(Measure.TRUE_NEGATIVE_RATE, specificity);
        figures.put(Measure.FALSE_DISCOVERY_RATE, o.share(o.falsePositives(), o.selected()));
        figures.put(Measure.FALSE_OMISSION_RATE, o.share(o.falseNegatives(), o.all() - o.selected()));
        figures.put(Measure.BASE_RATE, o.share(o.positives(), o.all()));
        figures.put(Measure.F1, Mapped.f1(o.share(o.truePositives(), errorsAndHits)));
        figures.put(Measure.AVERAGE_ODDS, new Mean(List.of(recall, falsePositiveRate)));
        figures.put(Measure.TREATMENT_RATIO, Mapped.odds(o.share(o.falseNegatives(), errors)));
        return figures;
    }

    /** Of the benefits 0 (wrongly not selected), 1 (rightly judged) and 2 (wrongly selected), after Speicher et al. (2018). */
    static Map<Measure, Estimate> inequality(
            double wronglyRejected, double right, double wronglySelected, double rowsPerWeight) {
        double[] rowsByBenefit = {wronglyRejected, right, wronglySelected};
        double errors = (wronglyRejected + wronglySelected) * rowsPerWeight;
        Proportion wrong = new Proportion(errors, errors + right * rowsPerWeight);
        Proportion selected = new Proportion(wronglySelected * rowsPerWeight, errors);
        Map<Measure, Estimate> figures = new LinkedHashMap<>();
        figures.put(
                Measure.GENERALIZED_ENTROPY_INDEX, index(wrong, selected, rowsByBenefit, Benefits::generalizedEntropy));
        figures.put(Measure.THEIL_INDEX, index(wrong, selected, rowsByBenefit, Benefits::theil));
        return figures;
    }

    private static Estimate index(
            Proportion wrong, Proportion selected, double[] rowsByBenefit, ToDoubleFunction<double[]> ofBenefits) {
        return new TwoShares(
                ofBenefits.applyAsDouble(rowsByBenefit),
                wrong,
                selected,
                (p, q) -> ofBenefits.applyAsDouble(new double[] {p * (1 - q), 1 - p, p * q}));
    }
}
