//! Pearson's chi-square test.

/// A statistic and its degrees of freedom.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChiSquare {
    pub statistic: f64,
    pub degrees: usize,
}

impl ChiSquare {
    /// For groups of counts; within a group all should be equal.
    pub fn of<'c>(groups: impl Iterator<Item = &'c [u64]>) -> Self {
        let mut sum = Self::default();
        for counts in groups.filter(|counts| counts.len() > 1) {
            let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
            let squares = counts.iter().map(|count| (*count as f64 - expected).powi(2));
            sum.statistic += squares.sum::<f64>() / expected;
            sum.degrees += counts.len() - 1;
        }
        sum
    }

    /// The probability that an even generator gives at least this statistic.
    pub fn p(self) -> f64 {
        upper_gamma(self.degrees as f64 / 2.0, self.statistic / 2.0)
    }
}

/// The regularised upper incomplete gamma function Q(a, x): a series below its bend, a continued
/// fraction (Lentz) above.
fn upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        1.0 - scale * sum
    } else {
        let mut b = x + 1.0 - a;
        let (mut c, mut d) = (1e300, 1.0 / b);
        let mut fraction = d;
        for step in 1..10_000 {
            let step = f64::from(step);
            let numerator = -step * (step - a);
            b += 2.0;
            d = 1.0 / (numerator * d + b);
            c = b + numerator / c;
            fraction *= d * c;
            if (d * c - 1.0).abs() < 1e-15 {
                break;
            }
        }
        scale * fraction
    }
}

/// Stirling's series, after stepping up to where it is exact enough.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut below) = (x, 0.0);
    while x < 16.0 {
        below += x.ln();
        x += 1.0;
    }
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - below
}

#[cfg(test)]
mod tests {
    use super::ChiSquare;

    #[test]
    fn probabilities_are_those_of_the_tables() {
        // Critical values as printed in statistical tables, and for many degrees from Wilson and
        // Hilferty's approximation.
        for (degrees, statistic, p) in [
            (1, 3.841, 0.05),
            (1, 10.828, 0.001),
            (9, 16.919, 0.05),
            (9, 27.877, 0.001),
            (9, 3.325, 0.95),
            (61, 80.232, 0.05),
            (100, 149.449, 0.001),
            (100, 61.918, 0.999),
            (3843, 3988.3, 0.05),
        ] {
            let got = ChiSquare { statistic, degrees }.p();
            assert!((got - p).abs() < p * 0.01, "{degrees} {statistic}: {got}");
        }
        assert_eq!(ChiSquare { statistic: 0.0, degrees: 9 }.p(), 1.0);
        assert!(ChiSquare { statistic: 1e6, degrees: 9 }.p() < 1e-300);
    }

    #[test]
    fn groups_are_compared_within_themselves() {
        let groups = [[10, 10, 10].as_slice(), &[1000, 1000], &[7]];
        assert_eq!(ChiSquare::of(groups.into_iter()), ChiSquare { statistic: 0.0, degrees: 3 });
        let uneven = ChiSquare::of([[10, 20].as_slice()].into_iter());
        assert!((uneven.statistic - 10.0 / 3.0).abs() < 1e-12);
    }
}
