//! One picture: how far each character's frequency is from even, for the generator and its twin.

use std::fmt::Write as _;

use anyhow::Result;
use hypersender_otp::code::Format;

use super::tally::Tally;

const WIDTH: f64 = 960.0;
const PANEL: f64 = 220.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 44.0;
const GAP: f64 = 64.0;
/// The scale ends at so many per cent above and below even.
const RANGE: f64 = 25.0;

/// An SVG that reads on light and dark grounds.
pub fn draw(format: &Format, even: &Tally, twin: &Tally, mistake: &str) -> Result<String> {
    let mut svg = String::new();
    let height = TOP + 2.0 * PANEL + GAP + 40.0;
    let size = format.alphabet().len();
    writeln!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-labelledby="title about">
<title id="title">How even the characters of a code are</title>
<desc id="about">Deviation of each of {size} characters from equal frequency, in per cent: the generator stays within the band of chance, the twin does not.</desc>
<style>text {{ fill: #222 }} .ground {{ fill: #fff }} .line {{ stroke: #999 }} .band {{ fill: #8882 }} .even {{ fill: #0a7d5a }} .twin {{ fill: #c2410c }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #eee }} .ground {{ fill: #161616 }} .line {{ stroke: #777 }} .band {{ fill: #fff3 }} .even {{ fill: #34d399 }} .twin {{ fill: #fb923c }} }}</style>
<rect class="ground" width="{WIDTH}" height="{height}"/>"##
    )?;
    panel(&mut svg, TOP, "even", "This generator", format, even)?;
    panel(&mut svg, TOP + PANEL + GAP, "twin", mistake, format, twin)?;
    writeln!(svg, "</svg>")?;
    Ok(svg)
}

fn panel(
    svg: &mut String,
    top: f64,
    class: &str,
    title: &str,
    format: &Format,
    tally: &Tally,
) -> Result<()> {
    let totals = tally.totals();
    let drawn: u64 = totals.iter().sum();
    let expected = drawn as f64 / totals.len() as f64;
    let middle = top + PANEL / 2.0;
    let per_cent = PANEL / 2.0 / RANGE;
    let width = (WIDTH - LEFT - 16.0) / totals.len() as f64;
    // Three standard deviations, within which 997 of 1,000 even characters are.
    let band = (300.0 / expected.sqrt() * per_cent).max(0.5);

    writeln!(svg, r#"<text x="{LEFT}" y="{:.1}">{title}: {drawn} characters</text>"#, top - 10.0)?;
    writeln!(
        svg,
        r#"<rect class="band" x="{LEFT}" y="{:.1}" width="{:.1}" height="{:.1}"/>"#,
        middle - band,
        WIDTH - LEFT - 16.0,
        2.0 * band
    )?;
    for mark in [-20.0, -10.0, 0.0, 10.0, 20.0] {
        let y = middle - mark * per_cent;
        let label = if mark == 0.0 { "even".to_owned() } else { format!("{mark:+.0} %") };
        writeln!(
            svg,
            r#"<line class="line" x1="{LEFT}" x2="{:.1}" y1="{y:.1}" y2="{y:.1}" stroke-width="{}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{label}</text>"#,
            WIDTH - 16.0,
            if mark == 0.0 { 1.0 } else { 0.3 },
            LEFT - 8.0,
            y + 4.0
        )?;
    }
    for (place, (symbol, count)) in format.alphabet().iter().zip(&totals).enumerate() {
        let deviation = (*count as f64 / expected - 1.0) * 100.0;
        let bar = deviation.clamp(-RANGE, RANGE) * per_cent;
        let x = LEFT + width * place as f64;
        writeln!(
            svg,
            r#"<rect class="{class}" x="{:.1}" y="{:.2}" width="{:.1}" height="{:.2}"/><text x="{:.1}" y="{:.1}" text-anchor="middle" font-size="11">{}</text>"#,
            x + width * 0.15,
            middle - bar.max(0.0),
            width * 0.7,
            bar.abs().max(0.4),
            x + width / 2.0,
            top + PANEL + 14.0,
            escaped(*symbol)
        )?;
    }
    Ok(())
}

fn escaped(symbol: u8) -> String {
    match symbol {
        b'&' => "&amp;".to_owned(),
        b'<' => "&lt;".to_owned(),
        _ => char::from(symbol).to_string(),
    }
}
