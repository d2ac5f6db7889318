/**
 * Noise for differential privacy that is drawn exactly: every probability is that of the formula, not that of a rounded logarithm.
 *
 * <p><strong>Why not {@code -b * log(u)}.</strong> Doubles lie on an uneven grid, so that the last bits of a noised double tell which
 * value was under it (Mironov, 2012, "On significance of the least significant bits for differential privacy"). Here a value is clamped
 * to its bounds and rounded to a {@link io.lepton.privacy.noise.Grid} of multiples of a power of two, noise is drawn and added as an
 * integer, and only the sum is turned back into a double, which for a power of two loses nothing.
 *
 * <p><strong>How it is drawn.</strong> {@link io.lepton.privacy.noise.ExactSamplers} draws from random bits by rejection, with integers
 * only: a coin that shows heads with probability exp(-n/d), the discrete Laplace distribution (also called two-sided geometric) and the
 * discrete Gaussian (Canonne, Kamath, Steinke, 2020, "The discrete Gaussian for differential privacy", algorithms 1 to 3). The bits come
 * from {@link io.lepton.privacy.noise.RandomBits}, by default from the platform's {@link java.security.SecureRandom}. How long a draw
 * takes depends on what is drawn; who can time single draws is not defended against.
 *
 * <p><strong>What is promised.</strong> The Laplace and geometric mechanisms are (ε, 0)-differentially private, the Gaussian mechanism
 * is (ε, δ)-differentially private for the integers it really draws; {@link io.lepton.privacy.noise.GaussianNoise} says how that is made
 * sure.
 *
 * <ul>
 *   <li>One value of a person, as a column's noise: {@link io.lepton.privacy.noise.LaplaceMechanism},
 *       {@link io.lepton.privacy.noise.GaussianMechanism}, {@link io.lepton.privacy.noise.GeometricMechanism}.
 *   <li>An integer that many made together, as a sum of grid cells: {@link io.lepton.privacy.noise.GeometricNoise},
 *       {@link io.lepton.privacy.noise.GaussianNoise}.
 * </ul>
 */
package io.lepton.privacy.noise;
