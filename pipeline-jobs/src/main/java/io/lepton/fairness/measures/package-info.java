/**
 * The measures of an audit, computed from counts alone. Rates and their differences are Fairlearn's (Weerts et al. 2023) and Aequitas's (Saleiro
 * et al. 2018): a difference is max − min over groups, a ratio min ÷ max; entropies and conditional demographic disparity are AIF360's (Bellamy et
 * al. 2018).
 */
package io.lepton.fairness.measures;
