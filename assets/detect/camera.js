// A photo from the camera.
import { make } from "../shared/elements.js";
import { t } from "../shared/language.js";

const QUALITY = 0.92;

// Return the room for the camera's picture; open() asks for the camera, take(file) gets the photo.
export function cameraOf(button, failure, take) {
  const root = make("div", { class: "hv-camera", hidden: true });

  async function open() {
    failure.textContent = "";
    if (!navigator.mediaDevices) {
      failure.textContent = t("camera_needs_https");
      return;
    }
    button.disabled = true;
    try {
      show(await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }));
    } catch (error) {
      button.disabled = false;
      failure.textContent = t("camera_refused", { reason: error.name });
    }
  }

  function show(stream) {
    const video = make("video", { autoplay: true, playsinline: true, muted: true, "aria-label": t("camera_view") });
    video.srcObject = stream;
    const close = () => {
      stream.getTracks().forEach((track) => track.stop());
      root.hidden = true;
      root.replaceChildren();
      button.disabled = false;
      button.focus();
    };
    const shootButton = make(
      "button",
      { type: "button", class: "hv-primary", disabled: true, onclick: () => shoot(video, close, take) },
      t("shoot"),
    );
    video.addEventListener("loadeddata", () => {
      shootButton.disabled = false;
      shootButton.focus();
    });
    window.addEventListener("pagehide", close, { once: true });
    const cancel = make("button", { type: "button", class: "hv-secondary", onclick: close }, t("cancel"));
    root.replaceChildren(video, make("div", { class: "hv-actions" }, shootButton, cancel));
    root.hidden = false;
  }
  return { root, open };
}

function shoot(video, close, take) {
  const canvas = make("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  const done = (blob) => {
    close();
    take(new File([blob], "photo.jpg", { type: "image/jpeg" }));
  };
  canvas.toBlob(done, "image/jpeg", QUALITY);
}
