"""Addresses of the sign-in library's pages, under the names it looks them up by (so they have no namespace)."""

from django.urls import path, re_path

from brobygger.accounts.views import library, openid, own, sign_in

urlpatterns = [
    path("log-ind/", sign_in.sign_in, name="account_login"),
    path("log-ud/", sign_in.sign_out, name="account_logout"),
    path("log-ind/trin-2/", library.second_step, name="mfa_authenticate"),
    path("log-ind/noegle/", library.passkey_sign_in, name="mfa_login_webauthn"),
    path("log-ind/med/<slug:provider_id>/", openid.begin, name="openid_connect_login"),
    path("log-ind/med/<slug:provider_id>/svar/", openid.come_back, name="openid_connect_callback"),
    path("konto/ny/", library.new_account, name="account_signup"),
    path("konto/ny/sendt/", library.confirmation_sent, name="account_email_verification_sent"),
    path("konto/lukket/", library.closed, name="account_inactive"),
    path("konto/email/", library.address, name="account_email"),
    path("konto/email/<str:key>/", library.confirm_address, name="account_confirm_email"),
    path("konto/glemt/", library.forgotten, name="account_reset_password"),
    path("konto/glemt/sendt/", library.forgotten_sent, name="account_reset_password_done"),
    path("konto/glemt/klar/", library.reset_done, name="account_reset_password_from_key_done"),
    # Whose it is, then the key, which has dashes of its own.
    re_path(
        r"^konto/glemt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$", library.reset, name="account_reset_password_from_key"
    ),
    path("konto/adgangskode/", library.new_password, name="account_change_password"),
    path("konto/adgangskode/lav/", library.first_password, name="account_set_password"),
    path("konto/er-det-dig/", library.password_again, name="account_reauthenticate"),
    path("konto/er-det-dig/kode/", library.second_step_again, name="mfa_reauthenticate"),
    path("konto/er-det-dig/noegle/", library.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("konto/trin-2/", library.second_steps, name="mfa_index"),
    path("konto/trin-2/", library.second_steps, name="mfa_list_webauthn"),
    path("konto/trin-2/app/", library.add_app, name="mfa_activate_totp"),
    path("konto/trin-2/app/fjern/", library.remove_app, name="mfa_deactivate_totp"),
    path("konto/trin-2/noegle/", library.add_passkey, name="mfa_add_webauthn"),
    path("konto/trin-2/noegle/<int:pk>/navn/", library.name_passkey, name="mfa_edit_webauthn"),
    path("konto/trin-2/noegle/<int:pk>/fjern/", library.remove_passkey, name="mfa_remove_webauthn"),
    path("konto/trin-2/noedkoder/", library.recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/trin-2/noedkoder/fil/", library.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("konto/trin-2/noedkoder/nye/", library.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("konto/enheder/", own.devices, name="usersessions_list"),
]
