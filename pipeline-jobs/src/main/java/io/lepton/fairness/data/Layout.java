package io.lepton.fairness.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the audited columns are among the codes, and which of them are counted together.
 *
 * @param attributes how many there are
 * @param features names
 */
record Layout(int attributes, List<String> features, boolean stratified) {
    int label() {
        return attributes;
    }

    int half() {
        return attributes + 1;
    }

    int stratum() {
        return attributes + 2;
    }

    int feature(int number) {
        return attributes + (stratified ? 3 : 2) + number;
    }

    /** The sets of attributes that groups are made of: each alone, then each pair. */
    List<List<Integer>> attributeSets() {
        List<List<Integer>> sets = new ArrayList<>();
        for (int i = 0; i < attributes; i++) {
            sets.add(List.of(i));
        }
        for (int i = 0; i < attributes; i++) {
            for (int j = i + 1; j < attributes; j++) {
                sets.add(List.of(i, j));
            }
        }
        return sets;
    }

    /** All tables: labels by attribute set, labels by attribute and stratum, attributes by half and feature, attributes by half. */
    List<List<Integer>> tables() {
        List<List<Integer>> tables = new ArrayList<>();
        for (List<Integer> set : attributeSets()) {
            List<Integer> columns = new ArrayList<>(set);
            columns.add(label());
            tables.add(columns);
        }
        for (int i = 0; i < attributes && stratified; i++) {
            tables.add(List.of(i, stratum(), label()));
        }
        for (int i = 0; i < attributes; i++) {
            for (int j = 0; j < features.size(); j++) {
                tables.add(List.of(half(), feature(j), i));
            }
        }
        for (int i = 0; i < attributes; i++) {
            tables.add(List.of(half(), i));
        }
        return tables;
    }

    /** The place of a table of labels by attribute and stratum. */
    int stratumTable(int attribute) {
        return attributeSets().size() + attribute;
    }

    /** The place of a table of an attribute by half and feature. */
    int featureTable(int attribute, int feature) {
        return attributeSets().size() + (stratified ? attributes : 0) + attribute * features.size() + feature;
    }

    /** The place of a table of an attribute by half. */
    int halfTable(int attribute) {
        return featureTable(attributes, 0) + attribute;
    }
}
