use yosan::source::PageContent;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[1]).unwrap();
    let page: usize = args[2].parse().unwrap();
    let ex = yosan::pipeline::Extractor::new(yosan::pipeline::Options::new()).unwrap();
    let doc = ex.read("x", bytes).unwrap();
    if let PageContent::Sheet(s) = &doc.pages[page - 1].content {
        println!(
            "{} x {} glyphs {} rules {} boxes {} pics {}",
            s.width,
            s.height,
            s.glyphs.len(),
            s.rules.len(),
            s.boxes.len(),
            s.pictures.len()
        );
        for r in s.rules.iter().take(60) {
            println!("rule {:?} {:?}", r.bbox, r.color);
        }
        for r in s.boxes.iter().take(60) {
            println!("box {:?} {:?} {:?}", r.bbox, r.fill, r.stroke);
        }
    }
}
