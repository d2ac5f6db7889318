package io.lepton.jobs;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.features.FittedFeatures;
import io.lepton.training.TreeConstraints;
import io.lepton.training.stages.CategoryGroups;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns what the pipeline file asks of columns into what trees keep to of features. */
record ColumnConstraints(FittedFeatures features) {
    /** Columns that become one feature of categories each, if the pipeline file says so. */
    CategoryGroups groups(Train.XgBoost settings) {
        return settings.categories() == Train.TreeCategories.NATIVE
                ? new CategoryGroups(features.categoryColumns())
                : CategoryGroups.none();
    }

    /** @throws LeptonException (configuration) for a column that is no feature, or has no order that predictions could follow */
    TreeConstraints of(Train.XgBoost settings) {
        CategoryGroups groups = groups(settings);
        List<Integer> monotone = new ArrayList<>();
        if (!settings.monotone().isEmpty()) {
            int count = groups.isEmpty() ? features.featureNames().size() : Collections.max(groups.places()) + 1;
            monotone.addAll(Collections.nCopies(count, 0));
        }
        settings.monotone().forEach((column, direction) -> {
            List<Integer> places = places("monotone", column, groups);
            if (!features.keepsOrder(column)) {
                throw LeptonException.configuration("Cannot train xgboost with train.models.xgboost.monotone." + column
                        + ": the column holds categories, text or dates, which have no order that predictions could"
                        + " follow. Take it out of monotone, or make it a number.");
            }
            places.forEach(place -> monotone.set(place, direction == Train.Direction.INCREASING ? 1 : -1));
        });
        return new TreeConstraints(
                monotone,
                settings.interactions().stream()
                        .map(group -> group.stream()
                                .flatMap(column -> places("interactions", column, groups).stream())
                                .toList())
                        .toList());
    }

    private List<Integer> places(String option, String column, CategoryGroups groups) {
        List<Integer> places = features.placesOf(column);
        if (places.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot train xgboost with train.models.xgboost." + option + ": column '"
                            + column + "' is no feature." + Suggestion.didYouMean(column, features.inputColumns())
                            + " Features are made of: " + String.join(", ", features.inputColumns()) + ".");
        }
        return groups.isEmpty()
                ? places
                : places.stream().map(groups.places()::get).distinct().toList();
    }
}
